namespace OrleansAssets.Domain.Returns;

/// <summary>What one strategy earned in one asset on a day, open positions included: in all a day's profit, and its return.</summary>
/// <param name="Day">UTC.</param>
/// <param name="AssetId">Empty for what belongs to no asset; a book writes that part of every day, be it 0.</param>
/// <param name="ClassId">Of the asset; empty where there is none.</param>
/// <param name="StrategyId">Null for what is in nobody's name.</param>
/// <param name="Profit">Change of realised and unrealised profit, net of fees, in the portfolio's currency.</param>
/// <param name="Return">
/// Its part of the day's return, as a fraction: parts of a day add up to the return of the portfolio, chained at each cash flow. Null where
/// no capital worked.
/// </param>
public sealed record DayProfit(DateOnly Day, string AssetId, string ClassId, string? StrategyId, decimal Profit, decimal? Return)
{
    /// <summary>Whether it belongs to no asset, as interest on cash does.</summary>
    public bool IsOfNoAsset => AssetId.Length == 0;
}
