using System.Collections.Immutable;
using OrleansAssets.Grains.Storage;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Grains.Portfolio;

/// <summary>A portfolio's figures from its ledger.</summary>
internal static class PortfolioRules
{
    public const string Currency = "USD";

    /// <summary>Class of an asset that the configuration no longer has.</summary>
    public const string UnknownClass = "unknown";

    public static PortfolioState Take(LedgerTotals totals, ImmutableArray<Trade> openTrades, Func<string, string?> classOf) => new()
    {
        Outdated = false,
        Last = totals.Last,
        PeakEquity = totals.PeakEquity,
        EquityDays = totals.EquityDays,
        ClosedTrades = totals.ClosedTrades,
        Positions = Positions(openTrades, classOf),
    };

    public static PortfolioView View(string portfolioId, PortfolioState state) => new(
        portfolioId,
        Currency,
        state.Last?.Equity,
        state.Last?.Day,
        state.PeakEquity,
        Drawdown(state),
        state.EquityDays,
        state.ClosedTrades,
        state.Positions);

    private static double? Drawdown(PortfolioState state) => state is { Last: { } last, PeakEquity: { } peak and > 0 }
        ? ((double)Math.Min(last.Equity, peak) / (double)peak) - 1
        : null;

    private static ImmutableArray<Position> Positions(ImmutableArray<Trade> trades, Func<string, string?> classOf) =>
        [.. trades.GroupBy(trade => (trade.AssetId, trade.Side))
            .OrderBy(group => group.Key.AssetId, StringComparer.Ordinal).ThenBy(group => group.Key.Side)
            .Select(group =>
            {
                var quantity = group.Sum(trade => trade.Quantity);
                return new Position(
                    group.Key.AssetId,
                    classOf(group.Key.AssetId) ?? UnknownClass,
                    group.Key.Side,
                    quantity,
                    group.Sum(trade => trade.Quantity * trade.EntryPrice) / quantity,
                    group.Min(trade => trade.OpenedAt));
            })];
}
