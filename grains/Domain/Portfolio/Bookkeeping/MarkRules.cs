using System.Collections.Immutable;
using OrleansAssets.MarketData;

namespace OrleansAssets.Domain.Portfolio.Bookkeeping;

/// <summary>
/// Which collected quotes revalue what is held: those that are newer than the marks, at what closing it would bring: a long position at the
/// bid, a short one at the ask. A quote is believed before it comes here, so that one below 0 is of a class that has such prices. One that
/// contradicts a split in the book by just its ratio marks nothing: the market has not had it.
/// </summary>
public static class MarkRules
{
    public static ImmutableArray<MarkedPrice> Of(PortfolioBook book, Func<string, Quote?> quoteOf, DateTimeOffset now)
    {
        var marks = ImmutableArray.CreateBuilder<MarkedPrice>();
        foreach (var held in book.Positions.Values)
        {
            if (quoteOf(held.AssetId) is { } quote && ExitPrice(held, quote) is not 0 and var price
                && !book.IsWrong(held.AssetId, quote.At) && !SplitRules.IsOfOldUnits(book, held, price)
                && (quote.At > held.MarkedAt || (held.Unmarked && quote.At >= held.MarkedAt)))
            {
                var rate = Conversions.Find(Conversions.QuoteCurrencyOf(held.AssetId), book, quoteOf, now);
                marks.Add(new MarkedPrice(
                    held.AssetId, price, rate?.Rate ?? held.Rate, rate?.Source ?? held.RateSource, quote.At, quote.SourceId,
                    rate is { } known ? Conversions.KeptAt(known) : held.RateAt));
            }
        }

        return marks.DrainToImmutable();
    }

    private static decimal ExitPrice(BookPosition held, Quote quote) => held.Quantity > 0 ? quote.Bid : quote.Ask;
}
