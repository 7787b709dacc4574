using Orleans;
using OrleansAssets.MarketData;

namespace OrleansAssets.Data;

/// <summary>Asks for candles of an asset at one source.</summary>
/// <param name="SourceId">Whose they are; null takes the first source of the asset, in its order, that has any in the span.</param>
/// <param name="From">The earliest open time, UTC; null for the newest <paramref name="Limit"/> of the span.</param>
/// <param name="Until">Before which they open, UTC; null for all there are.</param>
/// <param name="Limit">Most rows of the page: 1 to <see cref="MarketDataLimits.RowsMax"/>.</param>
/// <param name="Basis">In which units prices and volumes are told.</param>
/// <param name="AsOf">
/// As if it were then: candles that were over, in the units in which the asset traded. Null for now. Values that the source revised later
/// are told as they are now; the page counts them.
/// </param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.CandleRequest")]
public sealed record CandleRequest(
    string AssetId,
    Timeframe Timeframe,
    string? SourceId = null,
    DateTimeOffset? From = null,
    DateTimeOffset? Until = null,
    int Limit = 500,
    PriceBasis Basis = PriceBasis.Adjusted,
    DateTimeOffset? AsOf = null);

/// <summary>In which units the prices of a history are told.</summary>
[GenerateSerializer, Alias("OrleansAssets.PriceBasis")]
public enum PriceBasis
{
    /// <summary>In the units of its end: earlier prices are adjusted for every split since. Dividends are not taken out.</summary>
    Adjusted = 0,

    /// <summary>As they were traded on their day.</summary>
    Raw = 1,
}

/// <summary>Asks for posts of watched accounts.</summary>
/// <param name="Account">With its sign, e.g. <c>@elonmusk</c>; null for all.</param>
/// <param name="AssetId">Only those that an asset watches; null for all.</param>
/// <param name="From">The earliest time of posting, UTC.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.PostRequest")]
public sealed record PostRequest(string? Account, string? AssetId, DateTimeOffset From, int Limit = 50)
{
    /// <summary>Before which they were posted, UTC; null for all there are.</summary>
    [Id(0)]
    public DateTimeOffset? Until { get; init; }
}

/// <summary>Asks for the quotes of an asset that were kept.</summary>
/// <param name="SourceId">Whose they are; null for those of all its sources.</param>
/// <param name="From">The earliest time, UTC; null for the newest <paramref name="Limit"/> of the span.</param>
/// <param name="Until">Before which they lie, UTC; null for all there are.</param>
/// <param name="Limit">Most rows of the page: 1 to <see cref="MarketDataLimits.RowsMax"/>.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.QuoteRequest")]
public sealed record QuoteRequest(
    string AssetId, string? SourceId = null, DateTimeOffset? From = null, DateTimeOffset? Until = null, int Limit = 500);

/// <summary>Asks for option trades.</summary>
/// <param name="AssetId">Null for all.</param>
/// <param name="From">The earliest time, UTC.</param>
/// <param name="LeastPremium">US dollars for the whole trade.</param>
/// <param name="OnlyUnusual">Whether only those that are marked as unusual.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.FlowRequest")]
public sealed record FlowRequest(
    string? AssetId, DateTimeOffset From, int Limit = 50, decimal LeastPremium = 0, bool OnlyUnusual = false)
{
    /// <summary>Before which they lie, UTC; null for all there are.</summary>
    [Id(0)]
    public DateTimeOffset? Until { get; init; }
}

/// <summary>Asks for releases and dates.</summary>
/// <param name="From">UTC, inclusive.</param>
/// <param name="Until">UTC, exclusive.</param>
/// <param name="ClassId">Only what concerns a class, what concerns all among it; null for all.</param>
/// <param name="AssetId">Only what belongs to one asset (earnings); null for all.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.CalendarRequest")]
public sealed record CalendarRequest(
    DateTimeOffset From,
    DateTimeOffset Until,
    string? ClassId = null,
    string? AssetId = null,
    EventImpact LeastImpact = EventImpact.Low,
    int Limit = 200);
