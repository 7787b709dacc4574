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
        ArgumentNullException.ThrowIfNull(quoteOf);
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

    /// <summary>
    /// What the market gives for the asset of a fill at its time; null where no quote is known that is new then, or none that tells it.
    /// </summary>
    /// <param name="fill">With the time from which on a mark is new.</param>
    /// <param name="assetId">The fill's asset under its name of today.</param>
    public static FillMarket? Of(
        PortfolioBook book, FillRecorded fill, string assetId, Func<string, Quote?> quoteOf, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(fill);
        ArgumentNullException.ThrowIfNull(quoteOf);
        if (quoteOf(assetId) is not { Bid: not 0, Ask: not 0 } quote || book.IsWrong(assetId, quote.At)
            || quote.At < fill.MarketSince || quote.At - fill.Fill.At > fill.Fill.At - fill.MarketSince
            || (book.Positions.GetValueOrDefault(assetId) is { } held && SplitRules.IsOfOldUnits(book, held, quote.Mid))
            || Conversions.Find(Conversions.QuoteCurrencyOf(assetId), book, quoteOf, now) is not { } rate)
        {
            return null;
        }

        return new FillMarket(
            quote.Bid, quote.Ask, rate.Rate, rate.Source, quote.At, quote.SourceId, Conversions.KeptAt(rate));
    }

    private static decimal ExitPrice(BookPosition held, Quote quote) => held.Quantity > 0 ? quote.Bid : quote.Ask;
}
