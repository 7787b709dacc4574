using System.Collections.Immutable;
using Npgsql;
using NpgsqlTypes;
using OrleansAssets.CorporateActions;
using OrleansAssets.Domain.CorporateActions;
using OrleansAssets.MarketData;

namespace OrleansAssets.Storage;

/// <summary>Corporate actions as sources tell them, in PostgreSQL; idempotent by asset, source, kind and date.</summary>
public interface ICorporateActionStore
{
    /// <summary>Stores actions; one whose values differ is a revision of its source and replaces the stored one.</summary>
    /// <param name="classOf">The class of an asset.</param>
    /// <param name="knownAt">When they became known here; an action that is known keeps the instant that it has.</param>
    Task<ImportCounts> UpsertAsync(
        IReadOnlyCollection<CorporateAction> actions, Func<string, string> classOf, DateTimeOffset knownAt,
        CancellationToken cancellationToken);

    /// <summary>Marks actions as withdrawn that were to come and that their source no longer tells; answers how many.</summary>
    /// <param name="kinds">The kinds of which <paramref name="told"/> has all.</param>
    /// <param name="unsure">Assets of which something may be told that could not be read: theirs stay.</param>
    /// <param name="today">Actions of later dates were to come.</param>
    Task<int> WithdrawAsync(
        string sourceId, ImmutableArray<CorporateActionKind> kinds, IReadOnlyCollection<CorporateAction> told,
        IReadOnlyCollection<string> unsure, DateOnly today, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Actions of one asset or (null) of all that hold from a date on, withdrawn ones too; by date, asset and kind.</summary>
    Task<ImmutableArray<CorporateActionView>> ListAsync(string? assetId, DateOnly from, CancellationToken cancellationToken);

    /// <summary>Whether an action holds, on a date, that is not settled.</summary>
    /// <param name="assetId">Of one asset, or (null) of any.</param>
    Task<bool> HasDueAsync(string? assetId, DateOnly today, CancellationToken cancellationToken);

    /// <summary>Stores what became of an action; what became of it first stays.</summary>
    Task SettleAsync(SettledAction settled, CancellationToken cancellationToken);

    /// <summary>Stores that an action was taken back in a portfolio; once.</summary>
    /// <param name="settled">What became of it.</param>
    Task TakeBackAsync(SettledAction settled, ReversedAction reversed, CancellationToken cancellationToken);

    /// <summary>When the newest split of an asset began to hold that is in force at an instant; null where there is none.</summary>
    Task<DateOnly?> LastSplitAsync(string assetId, DateOnly until, CancellationToken cancellationToken);
}

internal sealed class CorporateActionStore(NpgsqlDataSource dataSource, SeriesWriter writer) : ICorporateActionStore
{
    public Task<ImportCounts> UpsertAsync(
        IReadOnlyCollection<CorporateAction> actions, Func<string, string> classOf, DateTimeOffset knownAt,
        CancellationToken cancellationToken) =>
        writer.WriteAsync(
            actions,
            new SeriesTable<CorporateAction>(
                "corporate_actions", CorporateActionRows.Order, TimeOf: null, CorporateActionRows.Plan(classOf, knownAt), MayOverlapAsync),
            cancellationToken);

    public async Task<int> WithdrawAsync(
        string sourceId, ImmutableArray<CorporateActionKind> kinds, IReadOnlyCollection<CorporateAction> told,
        IReadOnlyCollection<string> unsure, DateOnly today, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(CorporateActionSql.Withdraw);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, sourceId);
        command.AddColumn(NpgsqlDbType.Text, kinds.Select(ActionKinds.CodeOf));
        command.Parameters.AddWithValue(NpgsqlDbType.Date, today);
        command.Parameters.AddWithValue(NpgsqlDbType.TimestampTz, now.UtcDateTime);
        command.AddColumn(NpgsqlDbType.Text, told.Select(action => action.AssetId));
        command.AddColumn(NpgsqlDbType.Text, told.Select(action => ActionKinds.CodeOf(action.Kind)));
        command.AddColumn(NpgsqlDbType.Date, told.Select(action => action.EffectiveOn));
        command.AddColumn(NpgsqlDbType.Text, unsure);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task<ImmutableArray<CorporateActionView>> ListAsync(string? assetId, DateOnly from, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(CorporateActionSql.List);
        command.AddNullable(NpgsqlDbType.Text, assetId);
        command.Parameters.AddWithValue(NpgsqlDbType.Date, from);
        return await command.ReadAllAsync(CorporateActionRows.Read, cancellationToken);
    }

    public async Task<bool> HasDueAsync(string? assetId, DateOnly today, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(CorporateActionSql.HasDue);
        command.AddNullable(NpgsqlDbType.Text, assetId);
        command.Parameters.AddWithValue(NpgsqlDbType.Date, today);
        return (bool)(await command.ExecuteScalarAsync(cancellationToken) ?? false);
    }

    public async Task SettleAsync(SettledAction settled, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settled);
        await using var command = dataSource.CreateCommand(CorporateActionSql.Settle);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, settled.AssetId);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, ActionKinds.CodeOf(settled.Kind));
        command.Parameters.AddWithValue(NpgsqlDbType.Date, settled.EffectiveOn);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, settled.SourceId);
        command.Parameters.AddWithValue(NpgsqlDbType.TimestampTz, settled.At.UtcDateTime);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, CorporateActionRows.CodeOf(settled.Outcome));
        command.AddColumn(NpgsqlDbType.Text, settled.Portfolios);
        command.AddNullable(NpgsqlDbType.Text, settled.Note);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task TakeBackAsync(SettledAction settled, ReversedAction reversed, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settled);
        ArgumentNullException.ThrowIfNull(reversed);
        await using var command = dataSource.CreateCommand(CorporateActionSql.TakeBack);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, settled.AssetId);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, ActionKinds.CodeOf(settled.Kind));
        command.Parameters.AddWithValue(NpgsqlDbType.Date, settled.EffectiveOn);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, reversed.PortfolioId);
        command.Parameters.AddWithValue(NpgsqlDbType.TimestampTz, reversed.At.UtcDateTime);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, reversed.By);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, reversed.Reason);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task<DateOnly?> LastSplitAsync(string assetId, DateOnly until, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(CorporateActionSql.LastSplit);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, assetId);
        command.Parameters.AddWithValue(NpgsqlDbType.Date, until);
        return await command.ExecuteScalarAsync(cancellationToken) is DateOnly date ? date : null;
    }

    // A handful of rows, most of them stored already: nothing is gained by asking first.
    private static Task<bool> MayOverlapAsync(
        NpgsqlTransaction transaction, IReadOnlyList<CorporateAction> rows, CancellationToken cancellationToken) => Task.FromResult(true);
}

/// <summary>Corporate actions as rows.</summary>
internal static class CorporateActionRows
{
    public static IComparer<CorporateAction> Order { get; } = KeyOrder.Of<CorporateAction>(
        action => new DateTimeOffset(action.EffectiveOn, TimeOnly.MinValue, TimeSpan.Zero), action => action.AssetId,
        action => action.SourceId, action => ActionKinds.CodeOf(action.Kind));

    public static BulkPlan<CorporateAction> Plan(Func<string, string> classOf, DateTimeOffset knownAt) =>
        MarketFactsRows.Plan<CorporateAction>(
            "corporate_actions",
            ["asset_id", "source_id", "kind", "effective_on"],
            ["asset_class", "new_units", "old_units", "cash_per_unit", "currency", "new_symbol", "paid_on", "withdrawn_at"],
            (importer, action, cancellationToken) => WriteAsync(importer, action, classOf(action.AssetId), knownAt, cancellationToken),
            once: "known_at");

    public static string CodeOf(SettledOutcome outcome) => outcome switch
    {
        SettledOutcome.Applied => "applied",
        SettledOutcome.SameAsAnother => "same_as_another",
        SettledOutcome.TooLate => "too_late",
        SettledOutcome.LeftToPeople => "left_to_people",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "Unknown outcome of a corporate action."),
    };

    public static CorporateActionView Read(NpgsqlDataReader row)
    {
        var action = new CorporateAction(
            row.GetString(0), row.GetString(1), KindOf(row.GetString(2)), row.GetFieldValue<DateOnly>(3), row.DecimalOrNull(4),
            row.DecimalOrNull(5), row.DecimalOrNull(6), row.GetString(7), row.GetString(8),
            row.IsDBNull(9) ? null : row.GetFieldValue<DateOnly>(9));
        return new CorporateActionView(
            action, row.GetString(10), row.GetFieldValue<DateTimeOffset>(11),
            row.IsDBNull(12) ? null : row.GetFieldValue<DateTimeOffset>(12), row.IsDBNull(13) ? null : SettledOf(row, action));
    }

    private static SettledAction SettledOf(NpgsqlDataReader row, CorporateAction action) => new(
        action.AssetId, action.Kind, action.EffectiveOn, row.GetString(13), row.GetFieldValue<DateTimeOffset>(14),
        Enum.GetValues<SettledOutcome>().First(outcome => CodeOf(outcome) == row.GetString(15)),
        [.. row.GetFieldValue<string[]>(16).Except(row.GetFieldValue<string[]>(18), StringComparer.Ordinal)],
        row.IsDBNull(17) ? null : row.GetString(17))
    {
        TakenBack = row.GetFieldValue<string[]>(18) is { Length: > 0 } without ? [.. without] : [],
    };

    private static CorporateActionKind KindOf(string code) =>
        Enum.GetValues<CorporateActionKind>().First(kind => ActionKinds.CodeOf(kind) == code);

    private static async Task WriteAsync(
        NpgsqlBinaryImporter importer, CorporateAction action, string classId, DateTimeOffset knownAt, CancellationToken cancellationToken)
    {
        await importer.WriteAsync(action.AssetId, NpgsqlDbType.Text, cancellationToken);
        await importer.WriteAsync(action.SourceId, NpgsqlDbType.Text, cancellationToken);
        await importer.WriteAsync(ActionKinds.CodeOf(action.Kind), NpgsqlDbType.Text, cancellationToken);
        await importer.WriteAsync(action.EffectiveOn, NpgsqlDbType.Date, cancellationToken);
        await importer.WriteAsync(classId, NpgsqlDbType.Text, cancellationToken);
        await importer.WriteAsync(action.NewUnits, NpgsqlDbType.Numeric, cancellationToken);
        await importer.WriteAsync(action.OldUnits, NpgsqlDbType.Numeric, cancellationToken);
        await importer.WriteAsync(action.CashPerUnit, NpgsqlDbType.Numeric, cancellationToken);
        await importer.WriteAsync(action.Currency, NpgsqlDbType.Text, cancellationToken);
        await importer.WriteAsync(action.NewSymbol, NpgsqlDbType.Text, cancellationToken);
        await importer.WriteAsync(action.PaidOn, NpgsqlDbType.Date, cancellationToken);
        await importer.WriteNullAsync(cancellationToken); // What is told is not withdrawn.
        await importer.WriteAsync(knownAt.UtcDateTime, NpgsqlDbType.TimestampTz, cancellationToken);
    }
}

internal static class CorporateActionSql
{
    public const string Withdraw = """
        UPDATE corporate_actions SET withdrawn_at = $4, recorded_at = now(), revision = revision + 1
        WHERE source_id = $1 AND kind = ANY ($2) AND effective_on > $3 AND withdrawn_at IS NULL AND asset_id <> ALL ($8)
            AND (asset_id, kind, effective_on) NOT IN (SELECT * FROM unnest($5, $6, $7) AS told (asset_id, kind, effective_on))
        """;

    public const string List = """
        SELECT asset_id, told.source_id, kind, effective_on, new_units, old_units, cash_per_unit, currency, new_symbol, paid_on,
            asset_class, known_at, withdrawn_at, settled.source_id, settled_at, outcome, portfolios, note, ARRAY (
                SELECT portfolio_id FROM corporate_action_reversals AS one
                WHERE (one.asset_id, one.kind, one.effective_on) = (told.asset_id, told.kind, told.effective_on) ORDER BY 1)
        FROM corporate_actions AS told
        LEFT JOIN corporate_action_settlements AS settled USING (asset_id, kind, effective_on)
        WHERE ($1 IS NULL OR asset_id = $1) AND effective_on >= $2
        ORDER BY effective_on, asset_id, kind, told.source_id
        """;

    public const string HasDue = """
        SELECT EXISTS (
            SELECT FROM corporate_actions AS told
            WHERE ($1 IS NULL OR asset_id = $1) AND effective_on <= $2 AND withdrawn_at IS NULL AND NOT EXISTS (
                SELECT FROM corporate_action_settlements AS settled
                WHERE (settled.asset_id, settled.kind, settled.effective_on) = (told.asset_id, told.kind, told.effective_on)))
        """;

    public const string Settle = """
        INSERT INTO corporate_action_settlements (asset_id, kind, effective_on, source_id, settled_at, outcome, portfolios, note)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT (asset_id, kind, effective_on) DO NOTHING
        """;

    public const string TakeBack = """
        INSERT INTO corporate_action_reversals (asset_id, kind, effective_on, portfolio_id, taken_back_at, taken_back_by, reason)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (asset_id, kind, effective_on, portfolio_id) DO NOTHING
        """;

    public const string LastSplit = """
        SELECT max(effective_on) FROM corporate_actions
        WHERE asset_id = $1 AND kind = 'split' AND effective_on <= $2 AND withdrawn_at IS NULL
        """;
}
