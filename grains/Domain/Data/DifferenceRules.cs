using System.Collections.Immutable;
using OrleansAssets.MarketData;

namespace OrleansAssets.Domain.Data;

/// <summary>How far the sources of an asset differ.</summary>
public static class DifferenceRules
{
    /// <summary>Quotes that lie further apart in time are of different markets.</summary>
    public static readonly TimeSpan Together = TimeSpan.FromMinutes(15);

    /// <summary>Whether two quotes may be compared.</summary>
    public static bool AreTogether(Quote one, Quote other) => (one.At - other.At).Duration() <= Together;

    /// <summary>
    /// By which fraction a source's quote lies above that of the first other source; null where there is nothing to compare.
    /// </summary>
    /// <param name="quotes">The newest of each source, in the order of the asset's sources.</param>
    public static decimal? Of(ImmutableArray<Quote> quotes, string sourceId)
    {
        var own = quotes.FirstOrDefault(quote => quote.SourceId == sourceId);
        var first = quotes.FirstOrDefault(quote => own is not null && quote.Mid != 0 && AreTogether(quote, own));
        return own is null || first is null || first.SourceId == sourceId ? null : (own.Mid - first.Mid) / first.Mid;
    }
}
