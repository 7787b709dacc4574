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
        ArgumentNullException.ThrowIfNull(book);
        return
        [
            .. from held in book.Positions.Values
               let mark = Of(book, held, quoteOf, now)
               where mark is not null && (mark.At > held.MarkedAt || (held.Unmarked && mark.At >= held.MarkedAt))
               select mark,
        ];
    }

    /// <summary>What closing a position would bring by its newest quote; null where there is none that tells it.</summary>
    public static MarkedPrice? Of(PortfolioBook book, BookPosition held, Func<string, Quote?> quoteOf, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(held);
        ArgumentNullException.ThrowIfNull(quoteOf);
        if (quoteOf(held.AssetId) is not { } quote || ExitPrice(held, quote) is var price && price == 0
            || book.IsWrong(held.AssetId, quote.At) || SplitRules.IsOfOldUnits(book, held, price))
        {
            return null;
        }

        var rate = Conversions.Find(Conversions.QuoteCurrencyOf(held.AssetId), book, quoteOf, now);
        return new MarkedPrice(
            held.AssetId, price, rate?.Rate ?? held.Rate, rate?.Source ?? held.RateSource, quote.At, quote.SourceId,
            rate is { } known ? Conversions.KeptAt(known) : held.RateAt);
    }

    private static decimal ExitPrice(BookPosition held, Quote quote) => held.Quantity > 0 ? quote.Bid : quote.Ask;
}
