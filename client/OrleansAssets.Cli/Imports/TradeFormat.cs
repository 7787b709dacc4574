using System.IO.Hashing;
using System.Runtime.InteropServices;
using OrleansAssets.Domain.Imports;
using OrleansAssets.Imports;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Cli.Imports;

/// <summary>Trades, open or closed.</summary>
/// <param name="currency">Of prices where no column says it; null is the asset's quote currency.</param>
/// <param name="feeCurrency">Of fees where no column says it; null is that of the prices.</param>
internal sealed class TradeFormat(KnownAssets assets, string? currency, string? feeCurrency, DateTimeOffset now) : RowFormat<ImportedTrade>
{
    private const int Id = 0, Asset = 1, Side = 2, Quantity = 3, OpenedAt = 4, EntryPrice = 5, ClosedAt = 6, ExitPrice = 7, Fees = 8,
        Strategy = 9, Currency = 10, FeeCurrency = 11;

    private readonly HashSet<int> _days = [];
    private long _closed, _open;

    /// <summary>Hashes of the ids seen: a few bytes a row, whatever the length of the ids.</summary>
    private readonly HashSet<UInt128> _seen = [];

    public override IReadOnlyList<ColumnRule> Columns { get; } =
    [
        new("trade_id", true), new("asset", true), new("side", true), new("quantity", true), new("opened_at", true),
        new("entry_price", true), new("closed_at", true), new("exit_price", true), new("fees", true), new("strategy", false),
        new("currency", false), new("fee_currency", false),
    ];

    public override ImportedTrade? Read(RowFields fields, List<RowFault> faults)
    {
        var asset = assets.Find(fields.Text(Asset));
        if (asset is null)
        {
            fields.Add(Asset, assets.Rule(fields.Text(Asset)), faults);
        }

        var side = SideOf(fields, faults);
        var (quantity, entryPrice) = (fields.Number(Quantity, faults), fields.Number(EntryPrice, faults));
        var openedAt = fields.Instant(OpenedAt, faults);
        var closedAt = fields.IsEmpty(ClosedAt) ? null : fields.Instant(ClosedAt, faults);
        var exitPrice = fields.IsEmpty(ExitPrice) ? null : fields.Number(ExitPrice, faults);
        var fees = fields.NumberOr(0, Fees, faults);
        if (faults.Count > 0)
        {
            return null;
        }

        // No fault means that every value that a trade must have is there.
        var strategy = fields.IsEmpty(Strategy) ? null : fields.Text(Strategy);
        var trade = new Trade(
            fields.Text(Id), asset!, strategy, side!.Value, quantity!.Value, openedAt!.Value, entryPrice!.Value, closedAt, exitPrice,
            fees!.Value);
        var row = new ImportedTrade(
            trade, CodeOf(fields, Currency) ?? currency, CodeOf(fields, FeeCurrency) ?? feeCurrency, fields.Line);
        faults.AddRange(RowRules.Check(row, now, assets.HasNegativePrices(asset!)));
        if (faults.Count == 0 && !_seen.Add(XxHash128.HashToUInt128(MemoryMarshal.AsBytes(trade.TradeId.AsSpan()))))
        {
            fields.Add(Id, "must be unique; it is in the file twice", faults);
        }

        if (faults.Count == 0)
        {
            _days.Add(DateOnly.FromDateTime((trade.ClosedAt ?? trade.OpenedAt).UtcDateTime).DayNumber);
            _closed += trade.ClosedAt is null ? 0 : 1;
            _open += trade.ClosedAt is null ? 1 : 0;
        }

        return row;
    }

    public override (DateTimeOffset From, DateTimeOffset Until)? SpanOf(ImportedTrade row) =>
        (row.Trade.OpenedAt, row.Trade.ClosedAt ?? row.Trade.OpenedAt);

    public override FileFigures Figures() => new(Days: _days.Count, Trades: _closed, OpenTrades: _open);

    private static string? CodeOf(RowFields fields, int column) => fields.IsEmpty(column) ? null : fields.Text(column).ToUpperInvariant();

    private static TradeSide? SideOf(RowFields fields, List<RowFault> faults)
    {
        switch (fields.Text(Side).ToUpperInvariant())
        {
            case "LONG":
                return TradeSide.Long;
            case "SHORT":
                return TradeSide.Short;
            default:
                fields.Add(Side, "must be long or short", faults);
                return null;
        }
    }
}
