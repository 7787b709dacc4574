namespace OrleansAssets.Domain.PreTrade;

/// <summary>What a book holds of one asset. Amounts in the portfolio's currency, 0 or more.</summary>
/// <param name="Net">Units held, below 0 for a short position.</param>
/// <param name="Held">Worth of the position.</param>
/// <param name="Reserved">Worth of approved orders that would open or enlarge it. One that reduces it frees nothing until it is filled.</param>
/// <param name="Heat">Loss of the position at its stop.</param>
/// <param name="ReservedHeat">Loss of the approved orders at theirs.</param>
/// <param name="LeverageLimit">Exposure per unit of capital: a unit of exposure needs its inverse.</param>
public sealed record Exposure(
    string AssetId,
    string ClassId,
    decimal Net,
    decimal Held,
    decimal Reserved,
    decimal Heat,
    decimal ReservedHeat,
    decimal LeverageLimit)
{
    public decimal Total => Held + Reserved;
}
