using System.Collections.Immutable;
using OrleansAssets.Data;

namespace OrleansAssets.Domain.Data;

/// <summary>Where a page of quotes ends: between two instants, as several sources may tell one of the same instant.</summary>
public static class QuotePages
{
    /// <summary>The page, and from where the next one is asked for.</summary>
    /// <param name="rows">
    /// Ordered by time: one more than the page holds where there are as many, and all of the instant of the last of them.
    /// </param>
    public static QuotePage Of(string assetId, ImmutableArray<StoredQuote> rows, int limit)
    {
        if (rows.Length <= limit)
        {
            return new QuotePage(assetId, rows, Next: null);
        }

        var border = rows[limit].Quote.At;
        ImmutableArray<StoredQuote> before = [.. rows.TakeWhile(row => row.Quote.At < border)];

        // More sources told one of this instant than the page may hold: it is told whole, or the next page would be this one again.
        return before.IsEmpty
            ? new QuotePage(assetId, rows, border.AddTicks(TimeSpan.TicksPerMicrosecond))
            : new QuotePage(assetId, before, border);
    }
}
