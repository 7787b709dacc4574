namespace OrleansAssets.Sandbox.World;

/// <summary>A trade at the synthetic bid or ask.</summary>
/// <param name="IsSale">Whether somebody sold at the bid.</param>
internal readonly record struct SyntheticPrint(long Id, decimal Price, decimal Size, bool IsSale)
{
    /// <summary>The trade at an instant: one an instant, of a part of what is offered.</summary>
    public static SyntheticPrint At(SyntheticMarket market, DateTimeOffset now)
    {
        var quote = SyntheticQuote.At(market, now);
        var noise = Noise.Of(market.Asset.Id).Child(7).Child(now.ToUnixTimeMilliseconds());
        var isSale = noise.Uniform(0) < 0.5;
        var units = (double)(isSale ? quote.BidSize : quote.AskSize) * Math.Pow(10, market.Asset.VolumeDecimals);
        return new SyntheticPrint(
            now.ToUnixTimeMilliseconds(), isSale ? quote.Bid : quote.Ask, market.AmountOf(1 + (long)(units * noise.Uniform(1))), isSale);
    }
}
