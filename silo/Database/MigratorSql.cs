namespace OrleansAssets.Database;

internal static class MigratorSql
{
    // The number is the product's own; any fixed one will do.
    public const string Lock = "SELECT pg_advisory_lock(7261180461)";

    public const string Unlock = "SELECT pg_advisory_unlock(7261180461)";

    public const string CreateTable = """
        CREATE TABLE IF NOT EXISTS schema_migrations (
            number int PRIMARY KEY,
            name text NOT NULL,
            checksum text NOT NULL,
            applied_at timestamptz NOT NULL DEFAULT now())
        """;

    public const string ReadApplied = "SELECT number, name, checksum FROM schema_migrations ORDER BY number";

    public const string Record = "INSERT INTO schema_migrations (number, name, checksum) VALUES ($1, $2, $3)";
}
