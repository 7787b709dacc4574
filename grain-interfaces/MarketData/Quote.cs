using Orleans;

namespace OrleansAssets.MarketData;

/// <summary>
/// Best bid and ask of an asset at an instant, in the quote currency; sizes in units of the base asset, null where the source has none.
/// </summary>
/// <param name="At">When the source stated it (or, where it states no time, when the reply was made), UTC.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.Quote")]
public sealed record Quote(
    string AssetId,
    string SourceId,
    DateTimeOffset At,
    decimal Bid,
    decimal Ask,
    decimal? BidSize,
    decimal? AskSize)
{
    /// <summary>Half way between bid and ask.</summary>
    public decimal Mid => (Bid + Ask) / 2;
}
