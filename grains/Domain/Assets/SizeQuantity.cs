using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Assets;

/// <summary>How many units a notional buys, by the asset's precision and smallest order.</summary>
public static class SizeQuantity
{
    private const string Code = RuleCodes.MinTradeSize;

    public static (decimal? Units, SizeLimit Rule) Of(SizingInput input, decimal notional)
    {
        var (asset, scope) = (input.Asset, $"asset {input.Asset.Id}");
        if (input.Request.Price is not { } price)
        {
            return (null, new SizeLimit(Code, scope, null, "not evaluated: the smallest order is in units, which need a price; give one"));
        }

        if (UnitWorth.Of(asset.Id, price, UnitWorth.Dollar, [])?.Value is not { } dollars)
        {
            var text = $"not evaluated: {asset.Id} is not priced in US dollars, so units need the dollar rate of its base currency";
            return (null, new SizeLimit(Code, scope, null, text));
        }

        var (decimals, least) = (asset.Risk.QuantityPrecision, asset.Risk.MinTradeSize);
        var units = Amounts.Down(notional / dollars, decimals);
        var arithmetic = $"{Amounts.Text(notional)} / {Amounts.Text(dollars)}, "
            + $"rounded down to {decimals} decimals, is {Amounts.Text(units)} units";
        return units >= least && units > 0
            ? (units, new SizeLimit(Code, scope, notional, $"{arithmetic}; the smallest order is {Amounts.Text(least)}"))
            : (0, new SizeLimit(Code, scope, 0, $"{arithmetic}, less than the smallest order of {Amounts.Text(least)}: no position"));
    }
}
