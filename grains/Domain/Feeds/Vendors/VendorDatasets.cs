using System.Collections.Immutable;
using OrleansAssets.DataSources;
using OrleansAssets.MarketData;

namespace OrleansAssets.Domain.Feeds.Vendors;

/// <summary>A vendor that has candles.</summary>
public interface ICandleSource : IVendorAdapter
{
    /// <summary>One page of closed candles, oldest first. One call to the vendor.</summary>
    Task<VendorReply<DataPage<Candle>>> GetCandlesAsync(CandleQuery query, CancellationToken cancellationToken);
}

/// <summary>A vendor that has the best bid and ask.</summary>
public interface IQuoteSource : IVendorAdapter
{
    /// <summary>The best bid and ask now. One call to the vendor.</summary>
    Task<VendorReply<Quote>> GetQuoteAsync(QuoteQuery query, CancellationToken cancellationToken);
}

/// <summary>A vendor that has leading indicators.</summary>
public interface IIndicatorSource : IVendorAdapter
{
    /// <summary>One page of an indicator, oldest first; periods that are not over are left out. One call to the vendor.</summary>
    /// <remarks>One that the adapter does not know is <see cref="DataSources.FeedResult.UnknownSymbol"/>, without a call.</remarks>
    Task<VendorReply<DataPage<IndicatorValue>>> GetIndicatorAsync(IndicatorQuery query, CancellationToken cancellationToken);
}

/// <summary>A vendor of posts from which the mood about an asset is measured.</summary>
public interface ISentimentSource : IVendorAdapter
{
    /// <summary>The mood over the look-back that ends now, and what is needed beside it. One call to the vendor.</summary>
    Task<VendorReply<SentimentSnapshot>> GetSentimentAsync(SentimentQuery query, CancellationToken cancellationToken);
}

/// <summary>A vendor of forums in which some symbols are spoken of more than others.</summary>
public interface ITrendingSource : IVendorAdapter
{
    /// <summary>The symbols that are mentioned most over the look-back that ends now, the first most. One call to the vendor.</summary>
    Task<VendorReply<DataPage<TrendingSymbol>>> GetTrendingAsync(int lookbackMinutes, CancellationToken cancellationToken);
}

/// <summary>A vendor that follows accounts.</summary>
public interface IPostSource : IVendorAdapter
{
    /// <summary>New posts of one account, oldest first. One call to the vendor.</summary>
    Task<VendorReply<DataPage<WatchedPost>>> GetPostsAsync(PostQuery query, CancellationToken cancellationToken);
}

/// <summary>A vendor that has large and unusual option trades.</summary>
public interface IOptionsFlowSource : IVendorAdapter
{
    /// <summary>One page of option trades from an instant on, oldest first. One call to the vendor.</summary>
    Task<VendorReply<DataPage<OptionsFlow>>> GetOptionsFlowAsync(FlowQuery query, CancellationToken cancellationToken);
}

/// <summary>A vendor that knows when figures are released that move whole markets.</summary>
public interface ICalendarSource : IVendorAdapter
{
    /// <summary>One page of past and coming releases. One call to the vendor.</summary>
    Task<VendorReply<DataPage<EconomicEvent>>> GetCalendarAsync(DateTimeOffset from, CancellationToken cancellationToken);
}

/// <summary>A vendor that knows an asset's earnings dates.</summary>
public interface IEarningsSource : IVendorAdapter
{
    /// <summary>The coming earnings dates of an asset, as events of that asset. One call to the vendor.</summary>
    Task<VendorReply<DataPage<EconomicEvent>>> GetEarningsAsync(string assetId, string symbol, CancellationToken cancellationToken);
}

/// <summary>A vendor that knows of splits, changes of symbols and delistings.</summary>
public interface ISplitSource : IVendorAdapter
{
    /// <summary>Past and coming ones of shares, all in one page. One call to the vendor.</summary>
    Task<VendorReply<DataPage<CorporateAction>>> GetSplitsAsync(CorporateActionQuery query, CancellationToken cancellationToken);
}

/// <summary>A vendor that knows of dividends.</summary>
public interface IDividendSource : IVendorAdapter
{
    /// <summary>Past and coming dividends of shares, all in one page. One call to the vendor.</summary>
    Task<VendorReply<DataPage<CorporateAction>>> GetDividendsAsync(CorporateActionQuery query, CancellationToken cancellationToken);
}

/// <summary>Asks for closed candles that open at or after <paramref name="From"/>.</summary>
/// <param name="Symbol">The asset's name at the vendor.</param>
/// <param name="MayBeNegative">Whether prices of 0 and less are sound.</param>
public sealed record CandleQuery(string AssetId, string Symbol, Timeframe Timeframe, DateTimeOffset From, bool MayBeNegative = false);

/// <summary>Asks for the best bid and ask.</summary>
/// <param name="Symbol">The asset's name at the vendor.</param>
/// <param name="MayBeNegative">Whether prices below 0 are sound; one of 0 says that a side has no quote.</param>
public sealed record QuoteQuery(string AssetId, string Symbol, bool MayBeNegative = false);

/// <summary>Asks for the values of an indicator at or after <paramref name="From"/>.</summary>
/// <param name="Symbol">The asset's name at the vendor.</param>
/// <param name="Indicator">The series' name in the configuration.</param>
public sealed record IndicatorQuery(string AssetId, string Symbol, string Indicator, DateTimeOffset From);

/// <summary>Asks for the mood about an asset.</summary>
/// <param name="Symbol">The asset's name at the vendor, e.g. <c>GME</c>.</param>
/// <param name="Name">The company's name, by which posts name it too.</param>
public sealed record SentimentQuery(string AssetId, string Symbol, string Name, int LookbackMinutes);

/// <summary>Asks for the posts of an account after <paramref name="From"/>.</summary>
/// <param name="Account">With its sign, e.g. <c>@elonmusk</c>.</param>
/// <param name="Until">Of posts before it alone: those behind it were read (<see cref="DataPage{T}.OlderUntil"/>).</param>
public sealed record PostQuery(
    string AssetId, string Symbol, string Name, string Account, DateTimeOffset From, DateTimeOffset? Until = null);

/// <summary>Asks for option trades at or after <paramref name="From"/>.</summary>
public sealed record FlowQuery(string AssetId, string Symbol, DateTimeOffset From);

/// <summary>Asks for the corporate actions of shares that hold from the date of <paramref name="From"/> on, in New York.</summary>
/// <param name="Shares">The assets and what they are called at the vendor; at least one.</param>
public sealed record CorporateActionQuery(ImmutableArray<ShareSymbol> Shares, DateTimeOffset From)
{
    /// <summary>The asset of a symbol; null where it was not asked for.</summary>
    public string? AssetOf(string? symbol) =>
        Shares.FirstOrDefault(share => share.Symbol.Equals(symbol, StringComparison.OrdinalIgnoreCase))?.AssetId;

    /// <summary>All symbols, parted by commas.</summary>
    public string Symbols => string.Join(',', Shares.Select(share => share.Symbol));
}

/// <summary>What a share is called at a vendor.</summary>
public sealed record ShareSymbol(string AssetId, string Symbol);

/// <summary>A page of rows, which are checked: it is stored as it is.</summary>
/// <param name="Rows">Ascending by time.</param>
/// <param name="ContinueFrom">Where the next page starts, null when this one reached the present.</param>
public sealed record DataPage<T>(ImmutableArray<T> Rows, DateTimeOffset? ContinueFrom)
{
    /// <summary>
    /// The assets of which rows were left out, so that what the page lacks of them may be there all the same; <see cref="FeedId.Market"/>
    /// where nobody knows of which.
    /// </summary>
    public ImmutableArray<string> Unsure { get; init; } = [];

    /// <summary>
    /// Of a vendor that tells the newest rows first: rows before this instant are still to be asked for, from where this page was asked to
    /// start. Null where it reaches back to there.
    /// </summary>
    public DateTimeOffset? OlderUntil { get; init; }
}
