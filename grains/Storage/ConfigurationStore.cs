using System.Collections.Immutable;
using Npgsql;
using NpgsqlTypes;
using OrleansAssets.Catalogue;
using OrleansAssets.Domain.Catalogue;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Storage.Audit;

namespace OrleansAssets.Storage;

/// <summary>The configurations that were applied, each by its hash, and the log of their changes.</summary>
public interface IConfigurationStore
{
    /// <summary>
    /// Keeps a configuration, and enters into the audit log in which it differs from the one before, unless it is that itself.
    /// </summary>
    /// <returns>What changed; null where the configuration is the one that was applied last, or the first.</returns>
    Task<ImmutableArray<ConfigurationChange>?> NoteAsync(
        AssetsConfiguration configuration, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>A configuration as it was kept; null for one that never was.</summary>
    Task<string?> FindContentAsync(string hash, CancellationToken cancellationToken);

    /// <summary>When a configuration was applied last; null for never.</summary>
    Task<DateTimeOffset?> FindAppliedAsync(string hash, CancellationToken cancellationToken);

    /// <summary>What was applied before a number of the log, the last first; no more than so many.</summary>
    Task<ImmutableArray<ConfigurationVersion>> ReadAppliedAsync(long before, int max, CancellationToken cancellationToken);
}

/// <inheritdoc />
internal sealed class ConfigurationStore(NpgsqlDataSource dataSource) : IConfigurationStore
{
    public async Task<ImmutableArray<ConfigurationChange>?> NoteAsync(
        AssetsConfiguration configuration, DateTimeOffset at, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var waiting = new NpgsqlCommand(ConfigurationSql.Lock, connection, transaction))
        {
            await waiting.ExecuteNonQueryAsync(cancellationToken);
        }

        var previous = await FindLastAsync(transaction, cancellationToken);
        var content = ConfigurationContent.Of(configuration);
        await KeepAsync(transaction, configuration.Hash, content, cancellationToken);
        if (previous?.Hash == configuration.Hash)
        {
            await transaction.CommitAsync(cancellationToken);
            return null;
        }

        var changes = previous is { Content: { } before } ? ConfigurationContent.Changes(before, content) : [];
        await AuditAppend.AppendAsync(
            transaction, ConfigurationContent.Stream, ConfigurationContent.NoteOf(configuration.Hash, previous?.Hash, changes, at),
            cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return previous is null ? null : changes;
    }

    public async Task<string?> FindContentAsync(string hash, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(ConfigurationSql.Find);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, hash);
        return await command.ExecuteScalarAsync(cancellationToken) as string;
    }

    public async Task<DateTimeOffset?> FindAppliedAsync(string hash, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(ConfigurationSql.FindApplied);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, ConfigurationContent.Stream);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, hash);
        var found = await command.ReadAllAsync(row => row.GetFieldValue<DateTimeOffset>(0), cancellationToken);
        return found.IsEmpty ? null : found[0];
    }

    public async Task<ImmutableArray<ConfigurationVersion>> ReadAppliedAsync(long before, int max, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(ConfigurationSql.ReadApplied);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, ConfigurationContent.Stream);
        command.Parameters.AddWithValue(NpgsqlDbType.Bigint, before);
        command.Parameters.AddWithValue(NpgsqlDbType.Integer, max);
        return await command.ReadAllAsync(
            row => new ConfigurationVersion(
                row.GetInt64(0), row.GetString(1), row.TextOrNull(2), row.GetFieldValue<DateTimeOffset>(3), row.GetInt32(4),
                IsRunning: false),
            cancellationToken);
    }

    private static async Task<(string Hash, string? Content)?> FindLastAsync(
        NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(ConfigurationSql.FindLast, transaction.Connection, transaction);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, ConfigurationContent.Stream);
        var found = await command.ReadAllAsync(row => (Hash: row.GetString(0), Content: row.TextOrNull(1)), cancellationToken);
        return found.IsEmpty ? null : found[0];
    }

    private static async Task KeepAsync(
        NpgsqlTransaction transaction, string hash, string content, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(ConfigurationSql.Keep, transaction.Connection, transaction);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, hash);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, content);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}

internal static class ConfigurationSql
{
    /// <summary>Silos that start at once go one after the other.</summary>
    public const string Lock = "SELECT pg_advisory_xact_lock(hashtextextended('configuration', 0))";

    public const string FindLast = """
        SELECT last.hash, known.content
        FROM (
            SELECT payload::jsonb ->> 'hash' AS hash FROM audit_log WHERE stream = $1 ORDER BY sequence DESC LIMIT 1) AS last
        LEFT JOIN configuration_versions AS known ON known.hash = last.hash
        """;

    public const string Find = "SELECT content FROM configuration_versions WHERE hash = $1";

    public const string FindApplied =
        "SELECT at FROM audit_log WHERE stream = $1 AND payload::jsonb ->> 'hash' = $2 ORDER BY sequence DESC LIMIT 1";

    public const string ReadApplied = """
        SELECT sequence, payload::jsonb ->> 'hash', payload::jsonb ->> 'previous', at, (payload::jsonb ->> 'count')::integer
        FROM audit_log WHERE stream = $1 AND sequence < $2 ORDER BY sequence DESC LIMIT $3
        """;

    public const string Keep = "INSERT INTO configuration_versions (hash, content) VALUES ($1, $2) ON CONFLICT (hash) DO NOTHING";
}
