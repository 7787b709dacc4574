using System.Runtime.CompilerServices;
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
    public static async IAsyncEnumerable<CandlePage> ReadCandlesAsync(
        this IMarketDataGrain grain, CandleRequest request, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(grain);
        var coming = grain.GetCandlesAsync(request, cancellationToken);
        while (true)
        {
            var page = await coming;
            var next = page.Next is { } from
                ? grain.GetCandlesAsync(request with { From = from, SourceId = page.SourceId }, cancellationToken)
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
