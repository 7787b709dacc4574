using System.Collections.Immutable;
using Orleans;
using OrleansAssets.MarketData;

namespace OrleansAssets.Data;

/// <summary>Tells what was collected; key <see cref="Keys.MarketData"/>.</summary>
/// <remarks>
/// Every silo answers by itself, straight from the database, and any number at once. An answer is bounded: what is longer comes in pages,
/// and a page may be asked for again, of any silo.
/// </remarks>
[Alias("OrleansAssets.IMarketDataGrain")]
public interface IMarketDataGrain : IGrainWithStringKey
{
    /// <summary>
    /// The price of an asset now: the newest quote that is believed, or the close of a candle where that is newer or there is no quote.
    /// </summary>
    /// <exception cref="NotFoundException">The configuration has no such asset; so for all methods here.</exception>
    [Alias("GetPrice"), Question]
    Task<CurrentPrice> GetPriceAsync(string assetId, CancellationToken cancellationToken = default);

    /// <summary>
    /// The newest bid and ask of each asset at each of its sources, within 14 days; by asset and source. As the sources told them:
    /// <see cref="GetPriceAsync"/> tells which is believed.
    /// </summary>
    /// <param name="assetIds">1 to <see cref="MarketDataLimits.AssetsMax"/>.</param>
    /// <exception cref="InvalidRequestException">There are none, or too many.</exception>
    [Alias("GetQuotes"), Question]
    Task<ImmutableArray<StoredQuote>> GetQuotesAsync(ImmutableArray<string> assetIds, CancellationToken cancellationToken = default);

    /// <summary>
    /// One page of the quotes of an asset that were kept (one of each interval that its source is configured to keep), oldest first. As
    /// the sources told them: in the units of their day, the disbelieved among them.
    /// </summary>
    /// <exception cref="InvalidRequestException">The limit or the span is none.</exception>
    [Alias("GetKeptQuotes"), Question]
    Task<QuotePage> GetKeptQuotesAsync(QuoteRequest request, CancellationToken cancellationToken = default);

    /// <summary>One page of the history of an asset at one source, oldest first.</summary>
    /// <exception cref="InvalidRequestException">The limit or the span is none.</exception>
    [Alias("GetCandles"), Question]
    Task<CandlePage> GetCandlesAsync(CandleRequest request, CancellationToken cancellationToken = default);

    /// <summary>The newest value of each leading indicator of an asset at each source; by indicator and source.</summary>
    /// <param name="until">
    /// Before which the values lie, UTC; null for all there are. Values that were revised since are told as they are now; so for all
    /// methods here.
    /// </param>
    [Alias("GetIndicators"), Question]
    Task<ImmutableArray<IndicatorValue>> GetIndicatorsAsync(
        string assetId, DateTimeOffset? until = null, CancellationToken cancellationToken = default);

    /// <summary>Values of one indicator of an asset from an instant on: the newest of them, oldest first.</summary>
    /// <param name="limit">1 to <see cref="MarketDataLimits.RowsMax"/>; so for all methods here.</param>
    /// <param name="until">Before which they lie, UTC; null for all there are.</param>
    [Alias("GetIndicator"), Question]
    Task<ImmutableArray<IndicatorValue>> GetIndicatorAsync(
        string assetId, string indicator, DateTimeOffset from, int limit, DateTimeOffset? until = null,
        CancellationToken cancellationToken = default);

    /// <summary>Sentiment snapshots of an asset from an instant on: the newest first.</summary>
    /// <param name="lookbackMinutes">Only those over an interval of this length; null for all.</param>
    /// <param name="until">Before which they lie, UTC; null for all there are.</param>
    [Alias("GetSentiment"), Question]
    Task<ImmutableArray<SentimentSnapshot>> GetSentimentAsync(
        string assetId, int? lookbackMinutes, DateTimeOffset from, int limit, DateTimeOffset? until = null,
        CancellationToken cancellationToken = default);

    /// <summary>Posts of watched accounts: the newest first. A post that several assets watch comes once for each.</summary>
    [Alias("GetPosts"), Question]
    Task<ImmutableArray<WatchedPost>> GetPostsAsync(PostRequest request, CancellationToken cancellationToken = default);

    /// <summary>Large and unusual option trades: the newest first.</summary>
    [Alias("GetOptionsFlow"), Question]
    Task<ImmutableArray<OptionsFlow>> GetOptionsFlowAsync(FlowRequest request, CancellationToken cancellationToken = default);

    /// <summary>Releases and dates, past and to come: the earliest first.</summary>
    [Alias("GetCalendar"), Question]
    Task<ImmutableArray<EconomicEvent>> GetCalendarAsync(CalendarRequest request, CancellationToken cancellationToken = default);

    /// <summary>The newest matrix of correlations whose window ended at a day or before.</summary>
    /// <param name="asOf">Null for the newest of all.</param>
    [Alias("GetCorrelations"), Question]
    Task<CorrelationMatrix> GetCorrelationsAsync(DateOnly? asOf, CancellationToken cancellationToken = default);

    /// <summary>
    /// How good the data of an asset are: each dataset at each of its sources, by dataset and in the order of its sources.
    /// </summary>
    [Alias("GetQuality"), Question]
    Task<ImmutableArray<DataQuality>> GetQualityAsync(string assetId, CancellationToken cancellationToken = default);
}

/// <summary>Bounds of what one answer holds.</summary>
public static class MarketDataLimits
{
    /// <summary>Most rows of a page.</summary>
    public const int RowsMax = 20_000;

    /// <summary>Most assets whose quotes are asked for at once.</summary>
    public const int AssetsMax = 5_000;
}
