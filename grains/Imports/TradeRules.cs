using OrleansAssets.Portfolio;
using static OrleansAssets.Grains.Imports.ImportRules;

namespace OrleansAssets.Grains.Imports;

/// <summary>What an imported trade must be.</summary>
internal static class TradeRules
{
    // Sums of price x quantity must stay decimals, which end at 7.9 x 10^28.
    private const decimal FactorMax = 1_000_000_000_000m;

    public static void Check(RowFault fault, Trade trade, IReadOnlyDictionary<string, string> assetClasses, DateTimeOffset now)
    {
        fault.When(!IsId(trade.TradeId), "trade id", $"'{trade.TradeId}'", $"must have 1 to {IdLengthMax} characters without control characters");
        fault.When(
            trade.StrategyId is { } strategy && !IsId(strategy), "strategy id", $"'{trade.StrategyId}'",
            $"must have 1 to {IdLengthMax} characters without control characters, or be left out");
        CheckAsset(fault, trade.AssetId, assetClasses);
        fault.When(!Enum.IsDefined(trade.Side), "side", $"{(int)trade.Side}", "must be long or short");
        fault.When(trade.Quantity is <= 0 or > FactorMax, "quantity", Text(trade.Quantity), $"must be above 0 and up to {Text(FactorMax)}");
        fault.When(trade.EntryPrice is < 0 or > FactorMax, "entry price", Text(trade.EntryPrice), $"must be from 0 to {Text(FactorMax)}");
        fault.When(trade.Fees is < 0 or > AmountMax, "fees", Text(trade.Fees), $"must be from 0 to {Text(AmountMax)}");
        CheckInstant(fault, "opened at", trade.OpenedAt, now);
        CheckExit(fault, trade, now);
    }

    private static void CheckExit(RowFault fault, Trade trade, DateTimeOffset now)
    {
        fault.When(
            trade.ClosedAt is null != trade.ExitPrice is null, "exit price", trade.ExitPrice is { } price ? Text(price) : "(none)",
            "and closed at come together: give both for a closed trade, neither for an open one");
        if (trade is not { ClosedAt: { } closedAt, ExitPrice: { } exit })
        {
            return;
        }

        CheckInstant(fault, "closed at", closedAt, now);
        fault.When(closedAt < trade.OpenedAt, "closed at", Text(closedAt), $"must not be before opened at {Text(trade.OpenedAt)}");
        fault.When(exit is < 0 or > FactorMax, "exit price", Text(exit), $"must be from 0 to {Text(FactorMax)}");
    }

    private static bool IsId(string? id) => !string.IsNullOrWhiteSpace(id) && id.Length <= IdLengthMax && !id.Any(char.IsControl);
}
