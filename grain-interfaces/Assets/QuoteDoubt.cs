using Orleans;
using OrleansAssets.MarketData;

namespace OrleansAssets.Assets;

/// <summary>A quote that nobody would believe: it is stored, marks nothing, and its asset is reduce-only until it is explained.</summary>
/// <param name="Reason">What is wrong with it, with the figures.</param>
/// <param name="Explains">What would explain it.</param>
/// <param name="Since">Time of the first of them, UTC.</param>
/// <param name="Count">How many came in a row.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.QuoteDoubt")]
public sealed record QuoteDoubt(Quote Quote, QuoteFault Fault, string Reason, string Explains, DateTimeOffset Since, int Count);

/// <summary>What is wrong with a quote.</summary>
[GenerateSerializer, Alias("OrleansAssets.QuoteFault")]
public enum QuoteFault
{
    /// <summary>Bid above ask, or a price that the market does not have.</summary>
    NoMarket = 0,

    /// <summary>Bid and ask are too far apart.</summary>
    Spread = 1,

    /// <summary>Too far from the last price that was believed.</summary>
    Jump = 2,

    /// <summary>Likewise, by about the ratio of a split.</summary>
    Split = 3,
}
