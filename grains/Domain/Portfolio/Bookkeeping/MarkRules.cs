using System.Collections.Immutable;
using OrleansAssets.MarketData;

namespace OrleansAssets.Domain.Portfolio.Bookkeeping;

/// <summary>Which collected quotes revalue what is held: those that are newer than the marks, at the middle of bid and ask.</summary>
public static class MarkRules
{
    public static ImmutableArray<MarkedPrice> Of(PortfolioBook book, Func<string, Quote?> quoteOf, DateTimeOffset now)
    {
        var marks = ImmutableArray.CreateBuilder<MarkedPrice>();
        foreach (var held in book.Positions.Values)
        {
            if (quoteOf(held.AssetId) is { Mid: > 0 } quote && (quote.At > held.MarkedAt || (held.Unmarked && quote.At >= held.MarkedAt)))
            {
                var rate = Conversions.Find(Conversions.QuoteCurrencyOf(held.AssetId), book, quoteOf, now);
                marks.Add(new MarkedPrice(
                    held.AssetId, quote.Mid, rate?.Rate ?? held.Rate, rate?.Source ?? held.RateSource, quote.At, quote.SourceId));
            }
        }

        return marks.DrainToImmutable();
    }
}
