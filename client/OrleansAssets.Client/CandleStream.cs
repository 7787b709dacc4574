using OrleansAssets.Data;

namespace OrleansAssets.Client;

/// <summary>Reads histories of any length.</summary>
public static class CandleStream
{
    /// <summary>
    /// All candles of a span, page by page, oldest first: the page behind the one that is read is on its way already, and never more. A
    /// page that is lost with its silo is asked for again, of another; the pages are all of one source.
    /// </summary>
    /// <param name="request">Its limit is the size of a page; without a start it is one page, the newest.</param>
    public static IAsyncEnumerable<CandlePage> ReadCandlesAsync(
        this IMarketDataGrain grain, CandleRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(grain);
        return PagesAhead.ReadAsync(
            token => grain.GetCandlesAsync(request, token),
            page => page.Next is { } from
                ? token => grain.GetCandlesAsync(request with { From = from, SourceId = page.SourceId }, token) : null,
            cancellationToken);
    }

    /// <summary>All quotes of an asset that were kept in a span, likewise.</summary>
    /// <param name="request">Its limit is the size of a page; without a start it is one page, the newest.</param>
    public static IAsyncEnumerable<QuotePage> ReadKeptQuotesAsync(
        this IMarketDataGrain grain, QuoteRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(grain);
        return PagesAhead.ReadAsync(
            token => grain.GetKeptQuotesAsync(request, token),
            page => page.Next is { } from ? token => grain.GetKeptQuotesAsync(request with { From = from }, token) : null,
            cancellationToken);
    }
}
