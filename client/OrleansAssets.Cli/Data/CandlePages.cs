using OrleansAssets.Api;
using OrleansAssets.Data;
using OrleansAssets.MarketData;

namespace OrleansAssets.Cli.Data;

/// <summary>Reads histories of any length, page by page, oldest first.</summary>
internal static class CandlePages
{
    /// <summary>One page.</summary>
    public static Task<CandlePage> GetAsync(this IMarketDataApi data, CandleRequest request, CancellationToken cancellationToken) =>
        data.GetCandlesAsync(
            request.AssetId, request.Timeframe.Code(), request.SourceId, request.From, request.Until, request.Limit, request.Basis,
            request.AsOf, cancellationToken);

    /// <summary>All candles of a span.</summary>
    /// <param name="request">Its limit is the size of a page; without a start it is one page, the newest.</param>
    public static IAsyncEnumerable<CandlePage> ReadAsync(
        this IMarketDataApi data, CandleRequest request, CancellationToken cancellationToken) => PagesAhead.ReadAsync(
            token => data.GetAsync(request, token),
            page => page.Next is { } from
                ? token => data.GetAsync(request with { From = from, SourceId = page.SourceId }, token) : null,
            cancellationToken);

    /// <summary>One page of quotes that were kept.</summary>
    public static Task<QuotePage> GetAsync(this IMarketDataApi data, QuoteRequest request, CancellationToken cancellationToken) =>
        data.GetKeptQuotesAsync(request.AssetId, request.SourceId, request.From, request.Until, request.Limit, cancellationToken);

    /// <summary>All quotes that were kept of a span, likewise.</summary>
    public static IAsyncEnumerable<QuotePage> ReadAsync(
        this IMarketDataApi data, QuoteRequest request, CancellationToken cancellationToken) => PagesAhead.ReadAsync(
            token => data.GetAsync(request, token),
            page => page.Next is { } from ? token => data.GetAsync(request with { From = from }, token) : null,
            cancellationToken);
}
