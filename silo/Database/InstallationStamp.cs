using Npgsql;

namespace OrleansAssets.Database;

/// <summary>The mode that a database belongs to for life.</summary>
/// <param name="Mode"><c>sandbox</c> or <c>live</c>.</param>
/// <param name="StampedAt">By the clock of the server, UTC.</param>
/// <param name="IsOlder">Whether the database was made before there was a stamp, so that its sources told its mode.</param>
public sealed record InstallationStamp(string Mode, DateTime StampedAt, bool IsOlder)
{
    // One sandbox among the sources is enough: a database that was both is no live one.
    private const string Stamp = """
        INSERT INTO installation (mode, basis)
        SELECT CASE WHEN was.sandbox THEN 'sandbox' WHEN was.live THEN 'live' ELSE $1 END,
               CASE WHEN was.sandbox OR was.live THEN 'sources' ELSE 'first start' END
        FROM (
            SELECT coalesce(bool_or(mode = 'sandbox'), false) AS sandbox, coalesce(bool_or(mode = 'live'), false) AS live
            FROM data_source_registry) AS was
        ON CONFLICT (id) DO NOTHING
        """;

    private const string Read = "SELECT mode, stamped_at, basis = 'sources' FROM installation";

    /// <summary>Stamps a migrated database that has no stamp, and reads the stamp that it has. Safe with many silos at once.</summary>
    /// <param name="owner">Who owns the tables: the role of a silo may not.</param>
    /// <param name="mode">The mode of this start, which a new database gets.</param>
    public static async Task<InstallationStamp> EnsureAsync(NpgsqlDataSource owner, string mode, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(owner);
        await using (var stamp = owner.CreateCommand(Stamp))
        {
            stamp.Parameters.Add(new NpgsqlParameter<string> { TypedValue = mode });
            await stamp.ExecuteNonQueryAsync(cancellationToken);
        }

        await using var read = owner.CreateCommand(Read);
        await using var reader = await read.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new InstallationStamp(reader.GetString(0), reader.GetDateTime(1), reader.GetBoolean(2));
    }

    /// <summary>Which installation a database is of; null where it was never stamped.</summary>
    public static async Task<Guid?> FindIdAsync(NpgsqlDataSource dataSource, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        await using var command = dataSource.CreateCommand("SELECT installation_id FROM installation");
        return await command.ExecuteScalarAsync(cancellationToken) as Guid?;
    }

    /// <summary>Why a start in another mode is refused, and what to do instead; null where the mode is the database's.</summary>
    /// <param name="elsewhere">How another database is named, e.g. <c>another directory in --data</c>.</param>
    public string? RefusalOf(string mode, string elsewhere)
    {
        if (mode == Mode)
        {
            return null;
        }

        var since = FormattableString.Invariant($"{StampedAt:yyyy-MM-dd HH:mm} UTC");
        var by = IsOlder ? $"by its sources, {since}" : $"by its first start, {since}";
        return Mode == "sandbox"
            ? $"This database is a sandbox's for life (stamped {by}), and this start is live (--live): nothing that the sandbox made "
                + "up may be evidence, price or position of a live installation. "
                + $"Start without --live, or name {elsewhere} for the live installation."
            : $"This database is a live installation's for life (stamped {by}), and this start is a sandbox: its invented prices may "
                + $"not reach a live book. Start with --live, or name {elsewhere} for the sandbox.";
    }
}
