namespace OrleansAssets.Storage.Audit;

internal static class AuditSql
{
    private const string Columns = "stream, sequence, at, kind, actor, payload, previous_hash, hash";

    // Writers of one stream go one after the other, also before it has a head to lock.
    public const string Lock = "SELECT pg_advisory_xact_lock(hashtextextended('audit:' || $1, 0))";

    public const string Head = "SELECT sequence, hash FROM audit_heads WHERE stream = $1";

    public const string Heads = "SELECT stream, sequence, hash FROM audit_heads ORDER BY stream";

    // The primary key refuses a number that another writer has taken.
    public const string Append = $"INSERT INTO audit_log ({Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

    public const string SetHead = """
        INSERT INTO audit_heads (stream, sequence, hash) VALUES ($1, $2, $3)
        ON CONFLICT (stream) DO UPDATE SET sequence = excluded.sequence, hash = excluded.hash
        """;

    public const string Read = $"SELECT {Columns} FROM audit_log WHERE stream = $1 AND sequence > $2 ORDER BY sequence LIMIT $3";

    public const string ReadOne = $"SELECT {Columns} FROM audit_log WHERE stream = $1 AND sequence = $2";

    public const string Last = $"SELECT {Columns} FROM audit_log WHERE stream = $1 ORDER BY sequence DESC LIMIT $2";

    public const string LastOfAll = $"SELECT {Columns} FROM audit_log ORDER BY recorded_at DESC, stream, sequence DESC LIMIT $1";

    // Owning the table, or being able to become its owner, is as good as having the rights.
    public const string Guard = """
        SELECT current_user::text, rolsuper, pg_has_role(current_user, relowner, 'MEMBER'),
            has_table_privilege(c.oid, 'UPDATE') OR has_table_privilege(c.oid, 'DELETE') OR has_table_privilege(c.oid, 'TRUNCATE')
        FROM pg_class c, pg_roles r WHERE c.oid = 'audit_log'::regclass AND r.rolname = current_user
        """;
}
