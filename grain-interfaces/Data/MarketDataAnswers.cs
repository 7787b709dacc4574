using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Orleans;
using OrleansAssets.Assets;
using OrleansAssets.DataSources;
using OrleansAssets.MarketData;
using OrleansAssets.RiskModel;

namespace OrleansAssets.Data;

/// <summary>The price of an asset now, in its quote currency.</summary>
/// <param name="Price">Half way between bid and ask of a quote, or the close of a candle; null where nothing is known.</param>
/// <param name="Bid">Null where it is no quote, as is the ask.</param>
/// <param name="At">When it was the price, UTC.</param>
/// <param name="SourceId">Whose word it is.</param>
/// <param name="Doubt">The newest quote, where that one is not believed.</param>
/// <param name="StandsIn">Where the asset's first source of quotes should have told it and did not: why. Null where it did.</param>
/// <param name="LastTrade">
/// The newest trade of others that is believed, as it was made: before a split in the units of then. Null where no source pushes any.
/// </param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.CurrentPrice")]
public sealed record CurrentPrice(
    string AssetId,
    decimal? Price,
    decimal? Bid,
    decimal? Ask,
    DateTimeOffset? At,
    string? SourceId,
    PriceOrigin Origin,
    QuoteDoubt? Doubt,
    PriceStandIn? StandsIn = null,
    MarketTrade? LastTrade = null);

/// <summary>A source whose quotes another one's stand in for.</summary>
/// <param name="InsteadOf">The first source of quotes of the asset.</param>
/// <param name="Since">When it told its last quote, or the first that is not believed, UTC; null where it told none for 14 days.</param>
/// <param name="DiffersBy">
/// By which fraction the quote that stands in lies above (or below) the other source's last, of the same quarter of an hour; null where
/// there is nothing to compare.
/// </param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.PriceStandIn")]
public sealed record PriceStandIn(string InsteadOf, StandInCause Cause, DateTimeOffset? Since, decimal? DiffersBy);

/// <summary>Why another source stands in.</summary>
[GenerateSerializer, Alias("OrleansAssets.StandInCause")]
public enum StandInCause
{
    /// <summary>It tells nothing any more, while the other one does.</summary>
    Silent = 0,

    /// <summary>What it tells is beyond belief.</summary>
    NotBelieved = 1,
}

/// <summary>What a price was taken from.</summary>
[GenerateSerializer, Alias("OrleansAssets.PriceOrigin")]
public enum PriceOrigin
{
    /// <summary>There is none.</summary>
    Nothing = 0,

    /// <summary>A quote that is believed.</summary>
    Quote = 1,

    /// <summary>The close of a candle.</summary>
    Candle = 2,
}

/// <summary>A quote as its source told it.</summary>
/// <param name="RecordedAt">When it became known here, UTC.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.StoredQuote")]
public sealed record StoredQuote(Quote Quote, DateTimeOffset RecordedAt);

/// <summary>A page of the quotes of an asset that were kept.</summary>
/// <param name="Rows">Oldest first; those of one instant by source.</param>
/// <param name="Next">From where the next page is asked for; null where this one reached the end of the span.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.QuotePage")]
public sealed record QuotePage(string AssetId, ImmutableArray<StoredQuote> Rows, DateTimeOffset? Next);

/// <summary>A page of candles.</summary>
/// <param name="SourceId">Whose they are; ask for the next page with it. Null where no source has any.</param>
/// <param name="Rows">Oldest first.</param>
/// <param name="Next">From where the next page is asked for; null where this one reached the end of the span.</param>
/// <param name="RevisedLater">Of them, those whose values the source changed after the request's as-of; 0 without one.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.CandlePage")]
public sealed record CandlePage(
    string AssetId,
    string? SourceId,
    Timeframe Timeframe,
    PriceBasis Basis,
    ImmutableArray<CandleRow> Rows,
    DateTimeOffset? Next,
    int RevisedLater = 0);

/// <summary>One candle of a page. Prices are in the quote currency, the volume in units of the asset.</summary>
/// <param name="OpenTime">Start of the interval (inclusive), UTC.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.CandleRow")]
[StructLayout(LayoutKind.Auto)]
public readonly record struct CandleRow(
    DateTimeOffset OpenTime, decimal Open, decimal High, decimal Low, decimal Close, decimal Volume);

/// <summary>Correlations of daily returns.</summary>
/// <param name="AsOf">The last day of the window; null where no matrix is stored.</param>
/// <param name="WindowDays">Most daily returns of a pair.</param>
/// <param name="Pairs">Each pair once, ids in order.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.CorrelationMatrix")]
public sealed record CorrelationMatrix(DateOnly? AsOf, int WindowDays, ImmutableArray<CorrelationPair> Pairs);

/// <summary>How good a dataset of an asset is at one source.</summary>
/// <param name="IsRequired">Whether the asset may not be traded without the source.</param>
/// <param name="Status">Where the source stands.</param>
/// <param name="Feed">The feed: how far its rows reach, how many there are, revised and missing, and for whom it stands in.</param>
/// <param name="NextDueAt">When the source is asked next, UTC.</param>
/// <param name="DiffersBy">
/// Of quotes: by which fraction the newest lies above (or below) that of the asset's first source with one of the same quarter of an hour;
/// null where there is nothing to compare.
/// </param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.DataQuality")]
public sealed record DataQuality(
    string AssetId, FeedView Feed, bool IsRequired, DataSourceStatus Status, string StatusText, DateTimeOffset? NextDueAt,
    decimal? DiffersBy = null);
