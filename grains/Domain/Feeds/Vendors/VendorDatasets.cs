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
    Task<VendorReply<Quote>> GetQuoteAsync(string assetId, string symbol, CancellationToken cancellationToken);
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
