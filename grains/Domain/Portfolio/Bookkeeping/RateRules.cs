using System.Collections.Immutable;
using OrleansAssets.Domain.Access;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Monetary;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Portfolio.Bookkeeping;

/// <summary>
/// When a conversion is stated by the word of one, and when it needs another's: what a currency is worth moves equity as a price does.
/// Small steps add up: what one alone states is held against what was known before any such step.
/// </summary>
public static class RateRules
{
    /// <summary>Whether one alone may not state it: nothing is known of the currency, or it is too far from what is.</summary>
    /// <param name="known">What is known without it; null for nothing.</param>
    public static bool NeedsMore(PortfolioBook book, string currency, decimal rate, ExchangeRate? known, ApprovalSettings approvals)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(approvals);
        return approvals.Rate > 1 && (ReferenceOf(book, currency, known) is not { } reference
            || Math.Abs(rate - reference) > approvals.RateAbove * reference);
    }

    /// <summary>What a stated conversion is held against; null where nothing is known.</summary>
    /// <param name="known">What is known without it; null for nothing.</param>
    public static decimal? ReferenceOf(PortfolioBook book, string currency, ExchangeRate? known)
    {
        ArgumentNullException.ThrowIfNull(book);
        var stated = book.Rates.GetValueOrDefault(currency);
        return known is not { Rate: > 0 } market ? null
            : stated?.Reference is { } before && stated.Rate == market.Rate && stated.At == market.At ? before
            : market.Rate;
    }

    /// <summary>How many more people must state it, with who does so now; 0 where it holds.</summary>
    public static int WordsMissing(
        PortfolioBook book, RateWord said, ExchangeRate? known, ApprovalSettings approvals, WordStanding standing)
    {
        ArgumentNullException.ThrowIfNull(said);
        ArgumentNullException.ThrowIfNull(approvals);
        if (!NeedsMore(book, said.Currency, said.Rate, known, approvals))
        {
            return 0;
        }

        return Math.Max(0, approvals.Rate - By(book, said, approvals, standing).Count());
    }

    /// <summary>Whether somebody has said so already, and it still counts.</summary>
    public static bool HasSaid(PortfolioBook book, RateWord said, ApprovalSettings approvals, WordStanding standing)
    {
        ArgumentNullException.ThrowIfNull(said);
        return Counting(book, said, approvals, standing)
            .Any(word => string.Equals(word.By, said.By, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Who stated it, the first one first.</summary>
    public static IEnumerable<string> By(PortfolioBook book, RateWord said, ApprovalSettings approvals, WordStanding standing)
    {
        ArgumentNullException.ThrowIfNull(said);
        return Counting(book, said, approvals, standing).Select(word => word.By).Append(said.By)
            .Distinct(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>What waits for others, the oldest first.</summary>
    public static ImmutableArray<WaitingRate> View(
        PortfolioBook book, ApprovalSettings approvals, WordStanding standing, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(standing);
        return
        [
            .. Waiting(book, approvals, now).GroupBy(word => (word.Currency, word.Rate)).Select(words =>
            {
                string[] counting = [.. words.Where(word => standing.Counts(word.By, word.At)).Select(word => word.By)];
                return new WaitingRate(
                    words.Key.Currency, words.Key.Rate, [.. counting], Math.Max(1, approvals.Rate - counting.Length),
                    words.First().At.AddHours(approvals.WithinHours))
                {
                    Lapsed = [.. words.Select(word => word.By).Except(counting, StringComparer.OrdinalIgnoreCase)],
                };
            }),
        ];
    }

    internal static PortfolioBook Ask(PortfolioBook book, RateAsked asked, string by, DateTimeOffset at) => book with
    {
        RateWords =
        [
            .. (book.RateWords ?? []).Where(word => word.At > at.AddHours(-ApprovalSettings.WithinHoursMax))
                .Append(new RateWord(asked.Currency, asked.Rate, by, at)).TakeLast(ApprovalSettings.WordsMax),
        ],
    };

    // Whatever waited for the currency was of what was known before.
    internal static PortfolioBook State(PortfolioBook book, RateStated stated, DateTimeOffset at) => book with
    {
        Rates = book.Rates.SetItem(
            stated.Currency, new StatedRate(stated.Rate, stated.Source, at, !stated.AlongWith) { Reference = stated.Reference }),
        RateWords = stated.AlongWith || book.RateWords is not { } words ? book.RateWords
            : words.RemoveAll(word => word.Currency == stated.Currency) is { IsEmpty: false } left ? left : null,
    };

    private static IEnumerable<RateWord> Counting(
        PortfolioBook book, RateWord said, ApprovalSettings approvals, WordStanding standing)
    {
        ArgumentNullException.ThrowIfNull(standing);
        return Waiting(book, approvals, said.At).Where(word => word.Currency == said.Currency && word.Rate == said.Rate
            && standing.Counts(word.By, word.At));
    }

    /// <summary>Words that may still count, oldest first.</summary>
    public static IEnumerable<RateWord> Waiting(PortfolioBook book, ApprovalSettings approvals, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(approvals);
        return (book.RateWords ?? []).Where(word => approvals.IsWaiting(word.At, now));
    }
}
