using System.Collections.Immutable;
using Npgsql;
using NpgsqlTypes;
using OrleansAssets.Domain.CorporateActions;
using OrleansAssets.Domain.Imports;
using OrleansAssets.Domain.Monetary;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Imports;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Storage;

/// <summary>
/// Makes the trades of a portfolio from all its imported fills of the assets that an import touches, in the transaction of its publishing.
/// Fills are read page by page and trades written page by page, so that memory does not grow with their number.
/// </summary>
/// <param name="now">Splits that take effect later are in no unit of today.</param>
internal sealed class FillPublisher(
    NpgsqlConnection connection,
    IDayRateReader rates,
    ICorporateActionStore actions,
    DateTimeOffset now,
    Guid importId,
    string portfolioId)
{
    private const int PageRows = 5_000;

    private static readonly (DateTime At, long Ordinal, string FillId) Start = (DateTime.MinValue.ToUniversalTime(), long.MinValue, "");

    private int _position;

    /// <summary>Stages the trades, and drops those that the fills no longer make.</summary>
    public async Task StageTradesAsync(CancellationToken cancellationToken)
    {
        foreach (var (assetId, classId) in await AssetsAsync(cancellationToken))
        {
            await PairAsync(assetId, classId, cancellationToken);
        }

        foreach (var sql in new[] { ImportFillSql.DropStale, ImportFillSql.ForgetMade, ImportFillSql.NoteMade })
        {
            await using var command = Command(sql);
            command.Parameters.AddWithValue(NpgsqlDbType.Uuid, importId);
            command.Parameters.AddWithValue(NpgsqlDbType.Text, portfolioId);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    /// <summary>What the fills of an asset make with which the book began; nothing is staged.</summary>
    /// <param name="takenBack">One that is left out, and what takes its place; null for all as they are.</param>
    /// <param name="until">When the book began with them.</param>
    public async Task<PairedFills> PairAdoptedAsync(
        AssetFills fills, TakenBackFill? takenBack, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var (assetId, classId) = (fills.AssetId, fills.ClassId);
        var right = takenBack?.Right is { } put && put.AssetId == assetId ? put : null;
        var (rateOf, from) = await RatesAsync(assetId, right, cancellationToken);
        var splits = await SplitsAsync(assetId, from, cancellationToken);
        var pairing = new FillPairing(classId, rateOf, splits.RemoveAll(split => split.At > until));
        var closed = 0;
        for (var (after, isRead) = (Start, false); !isRead;)
        {
            var page = await PageAsync(ImportFillSql.AdoptedPage, assetId, after, cancellationToken);
            foreach (var fill in page.Where(fill => fill.FillId != takenBack?.FillId))
            {
                if (right is not null && (right.At, right.Order).CompareTo((fill.At, fill.Order)) < 0)
                {
                    closed += pairing.Take(right).Length;
                    right = null;
                }

                closed += pairing.Take(fill).Length;
            }

            isRead = page.Length < PageRows;
            after = isRead ? after : (page[^1].At.UtcDateTime, page[^1].Order, page[^1].FillId);
        }

        closed += right is null ? 0 : pairing.Take(right).Length;
        return new PairedFills([.. pairing.Open()], closed);
    }

    private async Task PairAsync(string assetId, string classId, CancellationToken cancellationToken)
    {
        var (rateOf, from) = await RatesAsync(assetId, null, cancellationToken);
        var pairing = new FillPairing(classId, rateOf, await SplitsAsync(assetId, from, cancellationToken));
        var page = await PageAsync(ImportFillSql.Page, assetId, Start, cancellationToken);
        while (!page.IsEmpty)
        {
            // The database looks for the next page while this one is paired.
            var next = page.Length < PageRows ? Task.FromResult(ImmutableArray<ImportedFill>.Empty)
                : PageAsync(
                    ImportFillSql.Page, assetId, (page[^1].At.UtcDateTime, page[^1].Order, page[^1].FillId), cancellationToken);
            ImmutableArray<Trade> trades;
            try
            {
                trades = [.. page.SelectMany(fill => pairing.Take(fill))];
            }
            finally
            {
                await Task.WhenAny(next); // whatever becomes of it, the connection is free again
            }

            page = await next;
            await StageAsync(trades, classId, cancellationToken);
        }

        await StageAsync(pairing.Open(), classId, cancellationToken);
    }

    private async Task StageAsync(IEnumerable<Trade> trades, string classId, CancellationToken cancellationToken)
    {
        await using var importer = await connection.BeginBinaryImportAsync(ImportSql.CopyTrades, cancellationToken);
        foreach (var trade in trades)
        {
            await importer.StartRowAsync(cancellationToken);
            await importer.WriteAsync(importId, NpgsqlDbType.Uuid, cancellationToken);
            await importer.WriteAsync(0, NpgsqlDbType.Integer, cancellationToken);
            await importer.WriteAsync(_position++, NpgsqlDbType.Integer, cancellationToken);
            await LedgerRows.WriteAsync(importer, trade, classId, cancellationToken);
        }

        await importer.CompleteAsync(cancellationToken);
    }

    /// <param name="right">A fill that is not stored; null for none.</param>
    /// <returns>Rates of the days of an asset's fills, and the first of those days; of an asset without fills there are none.</returns>
    private async Task<(DayRate RateOf, DateOnly From)> RatesAsync(
        string assetId, ImportedFill? right, CancellationToken cancellationToken)
    {
        await using var command = Command(ImportFillSql.CurrenciesOf);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, portfolioId);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, assetId);
        var asked = await command.ReadAllAsync(
            row => (Code: row.TextOrNull(0), From: row.GetFieldValue<DateOnly>(1), Until: row.GetFieldValue<DateOnly>(2)),
            cancellationToken);
        if (right is not null)
        {
            var day = DateOnly.FromDateTime(right.At.UtcDateTime);
            asked = [.. asked, (null, day, day), (right.Currency, day, day), (right.FeeCurrency, day, day)];
        }

        if (asked.IsEmpty)
        {
            return ((_, _) => null, DateOnly.MaxValue);
        }

        var quoted = Conversions.QuoteCurrencyOf(assetId).Code;
        var known = await rates.ReadAsync(
            asked.Select(one => new Currency(one.Code ?? quoted)), asked.Min(one => one.From), asked.Max(one => one.Until),
            cancellationToken);
        return (known.Find, asked.Min(one => one.From));
    }

    private async Task<ImmutableArray<(string AssetId, string ClassId)>> AssetsAsync(CancellationToken cancellationToken)
    {
        await using var command = Command(ImportFillSql.AssetsOf);
        command.Parameters.AddWithValue(NpgsqlDbType.Uuid, importId);
        return await command.ReadAllAsync(row => (row.GetString(0), row.GetString(1)), cancellationToken);
    }

    private async Task<ImmutableArray<ImportedFill>> PageAsync(
        string sql, string assetId, (DateTime At, long Ordinal, string FillId) after, CancellationToken cancellationToken)
    {
        await using var command = Command(sql);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, portfolioId);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, assetId);
        command.Parameters.AddWithValue(NpgsqlDbType.TimestampTz, after.At);
        command.Parameters.AddWithValue(NpgsqlDbType.Bigint, after.Ordinal);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, after.FillId);
        command.Parameters.AddWithValue(NpgsqlDbType.Integer, PageRows);
        return await command.ReadAllAsync(FillRows.Read, cancellationToken);
    }

    private NpgsqlCommand Command(string sql) => new(sql, connection) { CommandTimeout = BulkWriter.TimeoutSeconds };

    private async Task<ImmutableArray<HeldSplit>> SplitsAsync(string assetId, DateOnly from, CancellationToken cancellationToken) =>
        ActionRules.SplitsOf((await actions.ListAsync(assetId, from, cancellationToken)).Where(view => view.Action.EffectiveAt() <= now));
}

/// <summary>Imported fills as rows.</summary>
internal static class FillRows
{
    /// <summary>Columns in the order of <see cref="ImportFillSql.FillColumns"/>.</summary>
    public static async Task WriteAsync(
        NpgsqlBinaryImporter importer, ImportedFill fill, string classId, CancellationToken cancellationToken)
    {
        await importer.WriteAsync(fill.FillId, NpgsqlDbType.Text, cancellationToken);
        await importer.WriteAsync(fill.AssetId, NpgsqlDbType.Text, cancellationToken);
        await importer.WriteAsync(classId, NpgsqlDbType.Text, cancellationToken);
        await importer.WriteAsync(fill.StrategyId, NpgsqlDbType.Text, cancellationToken);
        await importer.WriteAsync(fill.Side == OrderSide.Buy ? "buy" : "sell", NpgsqlDbType.Text, cancellationToken);
        await importer.WriteAsync(fill.Quantity, NpgsqlDbType.Numeric, cancellationToken);
        await importer.WriteAsync(fill.Price, NpgsqlDbType.Numeric, cancellationToken);
        await importer.WriteAsync(fill.Currency, NpgsqlDbType.Text, cancellationToken);
        await importer.WriteAsync(fill.Fee, NpgsqlDbType.Numeric, cancellationToken);
        await importer.WriteAsync(fill.FeeCurrency, NpgsqlDbType.Text, cancellationToken);
        await importer.WriteAsync(fill.At.UtcDateTime, NpgsqlDbType.TimestampTz, cancellationToken);
        await importer.WriteAsync(fill.Line, NpgsqlDbType.Bigint, cancellationToken);
        await importer.WriteAsync(fill.Order, NpgsqlDbType.Bigint, cancellationToken);
    }

    public static ImportedFill Read(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetString(1), row.TextOrNull(3), row.GetString(4) == "buy" ? OrderSide.Buy : OrderSide.Sell,
        row.GetDecimal(5), row.GetDecimal(6), row.TextOrNull(7), row.GetDecimal(8), row.TextOrNull(9),
        new DateTimeOffset(row.GetDateTime(10)), row.GetInt64(11), row.GetInt64(12));
}
