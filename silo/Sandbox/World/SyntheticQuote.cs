namespace OrleansAssets.Sandbox.World;

/// <summary>Best bid and ask around the synthetic price.</summary>
internal readonly record struct SyntheticQuote(decimal Bid, decimal Ask, decimal BidSize, decimal AskSize)
{
    /// <summary>The quote at an instant: the wider, the wilder the asset; never narrower than one price step.</summary>
    public static SyntheticQuote At(SyntheticMarket market, DateTimeOffset now)
    {
        var asset = market.Asset;
        var mid = market.PriceAt(now);
        var noise = Noise.Of(asset.Id).Child(6).Child(now.ToUnixTimeSeconds());
        var half = Math.Max(0, (long)(mid * asset.DailyVolatility * 0.001 * (0.5 + noise.Uniform(0))));
        var typical = asset.DailyVolume * Math.Pow(10, asset.VolumeDecimals) / 20_000;
        return new SyntheticQuote(
            market.PriceOf(Math.Max(1, mid - half)),
            market.PriceOf(Math.Max(1, mid - half) + Math.Max(1, 2 * half)),
            market.AmountOf(1 + (long)(typical * noise.Uniform(1))),
            market.AmountOf(1 + (long)(typical * noise.Uniform(2))));
    }
}
