using System.Collections.Immutable;
using OrleansAssets.Domain.Assets;
using OrleansAssets.MarketData;

namespace OrleansAssets.Domain.Portfolio.Bookkeeping;

/// <summary>
/// What is stored of an asset's price of the days before an instant. Quotes are stored whatever they say, and candles are in the units of
/// their own time, so that what an asset was worth is judged from them as from quotes that come: a price that nobody would have believed
/// then marks nothing now.
/// </summary>
/// <param name="Close">The close of the newest candle that was over; null for none.</param>
/// <param name="Quotes">The newest quotes, at most <see cref="QuotesMax"/>, oldest first.</param>
public sealed record PastPrices(string AssetId, DateTimeOffset Instant, LastClose? Close, ImmutableArray<Quote> Quotes)
{
    /// <summary>Most quotes that are judged: two hours of them where each minute has one.</summary>
    public const int QuotesMax = 120;

    /// <summary>The newest price that is believed, as a quote; null for none.</summary>
    /// <param name="held">What is held of the asset at the instant; null for a pair that only converts.</param>
    public Quote? Believed(BookPosition? held, string portfolioId, QuoteRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);

        // What an import brought and nothing has marked is worth what its first price says.
        var mark = held is { Unmarked: false } ? new HeldMark(held.MarkPrice, held.MarkedAt, portfolioId) : null;
        var close = Close is { } last && !(last.At <= mark?.At) && QuoteGate.IsPrice(last.Price, rules)
            && (mark is null || !QuoteGate.IsSplit(mark.Price, last.Price, rules)) ? last : null;
        var judged = Quotes.Where(quote => !(quote.At <= mark?.At)).Aggregate(
            new QuoteJudgement(null, [], null),
            (known, quote) => QuoteGate.Judge(known.Believed, known.Refused, quote, close, rules, mark));
        return close is null || judged.Believed?.At > close.At
            ? judged.Believed
            : new Quote(AssetId, close.SourceId, close.At, close.Price, close.Price, null, null);
    }
}
