using System.Collections.Immutable;
using OrleansAssets.DataSources;
using OrleansAssets.MarketData;

namespace OrleansAssets.Grains.Vendors;

/// <summary>
/// One vendor behind its wire format. Registered as a keyed singleton under its source id. What the vendor does wrong is a
/// <see cref="VendorReply{T}"/>, never an exception; only cancellation throws.
/// </summary>
public interface IVendorAdapter
{
    /// <summary>The source it serves, e.g. <c>ccxt_binance</c>.</summary>
    string SourceId { get; }

    /// <summary>Units of the source's limits that one call costs; 1 where the vendor counts calls. The dearest call counts for all.</summary>
    int UnitsPerCall { get; }

    /// <summary>One page of closed candles, oldest first. One call to the vendor.</summary>
    Task<VendorReply<CandlePage>> GetCandlesAsync(CandleQuery query, CancellationToken cancellationToken);

    /// <summary>The best bid and ask now. One call to the vendor.</summary>
    Task<VendorReply<Quote>> GetQuoteAsync(string assetId, string symbol, CancellationToken cancellationToken);
}

/// <summary>Asks for closed candles that open at or after <paramref name="From"/>.</summary>
/// <param name="Symbol">The asset's name at the vendor.</param>
public sealed record CandleQuery(string AssetId, string Symbol, Timeframe Timeframe, DateTimeOffset From);

/// <summary>A page of closed candles.</summary>
/// <param name="Candles">Ascending by open time; open bars are left out.</param>
/// <param name="ContinueFrom">Where the next page starts, null when this one reached the present.</param>
public sealed record CandlePage(ImmutableArray<Candle> Candles, DateTimeOffset? ContinueFrom);

/// <summary>A vendor's answer: a value, or which of the known failures it is and what to do about it.</summary>
/// <param name="UsedUnits">What the vendor's headers say is spent in its shortest window; null where they do not say.</param>
/// <param name="RetryAfter">When to ask again, null where the vendor did not say.</param>
/// <param name="Error">One plain sentence without secrets; null on success.</param>
public sealed record VendorReply<T>(FeedResult Result, T? Value, int? UsedUnits, DateTimeOffset? RetryAfter, string? Error)
    where T : class
{
    /// <summary>Whether there is a value.</summary>
    public bool IsOk => Result == FeedResult.Ok;
}
