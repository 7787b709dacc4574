using System.Runtime.CompilerServices;
using OrleansAssets.Api;
using OrleansAssets.Data;
using OrleansAssets.MarketData;

namespace OrleansAssets.Cli.Data;

/// <summary>Reads histories of any length.</summary>
internal static class CandlePages
{
    /// <summary>One page.</summary>
    public static Task<CandlePage> GetAsync(this IMarketDataApi data, CandleRequest request, CancellationToken cancellationToken) =>
        data.GetCandlesAsync(
            request.AssetId, request.Timeframe.Code(), request.SourceId, request.From, request.Until, request.Limit, request.Basis,
            request.AsOf, cancellationToken);

    /// <summary>
    /// All candles of a span, page by page, oldest first: the page behind the one that is read is on its way already, and never more.
    /// </summary>
    /// <param name="request">Its limit is the size of a page; without a start it is one page, the newest.</param>
    public static async IAsyncEnumerable<CandlePage> ReadAsync(
        this IMarketDataApi data, CandleRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var coming = data.GetAsync(request, cancellationToken); ;)
        {
            var page = await coming;
            var next = page.Next is { } from
                ? data.GetAsync(request with { From = from, SourceId = page.SourceId }, cancellationToken)
                : null;
            yield return page;
            if (next is null)
            {
                yield break;
            }

            coming = next;
        }
    }
}
