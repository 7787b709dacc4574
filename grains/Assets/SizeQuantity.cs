using OrleansAssets.Assets;

namespace OrleansAssets.Grains.Assets;

/// <summary>How many units a notional buys, by the asset's precision and smallest order.</summary>
internal static class SizeQuantity
{
    private const string Code = "MIN_TRADE_SIZE";

    public static (decimal? Units, SizeLimit Rule) Of(SizingInput input, decimal notional)
    {
        var (asset, scope) = (input.Asset, $"asset {input.Asset.Id}");
        if (input.Request.Price is not { } price)
        {
            return (null, new SizeLimit(Code, scope, null, "not evaluated: the smallest order is in units, which need a price; give one"));
        }

        if (DollarsPerUnit(asset.Id, price) is not { } dollars)
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

    // A pair is priced in its second currency; everything else is priced in dollars.
    private static decimal? DollarsPerUnit(string assetId, decimal price) => assetId.Split('/') switch
    {
        [_] or [_, "USD" or "USDT" or "USDC"] => price,
        ["USD", _] => 1,
        _ => null,
    };
}
