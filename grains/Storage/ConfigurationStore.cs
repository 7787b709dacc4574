using System.Collections.Immutable;
using Npgsql;
using NpgsqlTypes;
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

    public const string Keep = "INSERT INTO configuration_versions (hash, content) VALUES ($1, $2) ON CONFLICT (hash) DO NOTHING";
}
