using Npgsql;

namespace OrleansAssets.Benchmarks;

/// <summary>Commits of a single row by plain Npgsql: what a durable act costs the disk at the least.</summary>
internal sealed class ReferenceCommits
{
    private readonly NpgsqlDataSource _database;

    private ReferenceCommits(NpgsqlDataSource database) => _database = database;

    /// <summary>Makes their table.</summary>
    public static async Task<ReferenceCommits> MakeAsync(NpgsqlDataSource database)
    {
        await ExecuteAsync(database, "CREATE TABLE reference (id bigserial PRIMARY KEY, payload text NOT NULL)");
        return new ReferenceCommits(database);
    }

    public Task CommitAsync() => ExecuteAsync(_database, "INSERT INTO reference (payload) VALUES ('a payload of some length')");

    private static async Task ExecuteAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
