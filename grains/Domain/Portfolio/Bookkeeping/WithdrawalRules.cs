using System.Collections.Immutable;
using OrleansAssets.Domain.Access;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Portfolio.Bookkeeping;

/// <summary>
/// When money leaves by the word of one, and when it needs another's. Small sums add up: what one alone may take out is counted over the
/// hours that a word waits.
/// </summary>
public static class WithdrawalRules
{
    /// <summary>How many more people must say that a withdrawal may be made, with who says so now; 0 where it may.</summary>
    /// <exception cref="InvalidRequestException">The same id waits with another amount, or of another time.</exception>
    public static int WordsMissing(
        PortfolioBook book, CashFlow flow, ApprovalSettings approvals, WordStanding standing, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(flow);
        ArgumentNullException.ThrowIfNull(standing);
        var words = Waiting(book, approvals, now).Where(word => word.FlowId == flow.FlowId).ToArray();
        if (Array.Find(words, word => word.Amount != flow.Amount) is { } other)
        {
            throw InvalidRequestException.At(
                "flowId", flow.FlowId, "must carry the same amount as before, or be an id of its own",
                $"The withdrawal '{flow.FlowId}' waits as {ValueText.Number(-other.Amount)} {Conversions.Currency}, asked for by "
                + $"{other.By}, and " + (flow.Amount > 0
                    ? $"this is a deposit of {ValueText.Number(flow.Amount)}"
                    : $"{ValueText.Number(-flow.Amount)} is another amount")
                + ": agree to that one, or give yours an id of its own.", "agree to the one that waits, or give yours an id of its own");
        }

        if (flow.At is { } at && Array.Find(words, word => word.MovedAt != at) is { } apart)
        {
            throw InvalidRequestException.At(
                "at", flow.At, "must be the same time as before, or be left out",
                $"The withdrawal '{flow.FlowId}' waits as {(apart.MovedAt is { } before
                    ? $"one of {InstantText.Seconds(before)}" : "one without a time")}, asked for by {apart.By}: leave the time out, or "
                + "give yours an id of its own.");
        }

        if (!NeedsMore(book, flow, approvals, now))
        {
            return 0;
        }

        var said = words.Where(word => standing.Counts(word.By, word.At)).Select(word => word.By).Append(flow.Operator)
            .Distinct(StringComparer.OrdinalIgnoreCase).Count();
        return Math.Max(0, approvals.Withdrawal - said);
    }

    /// <summary>Whether one alone may not take it out.</summary>
    public static bool NeedsMore(PortfolioBook book, CashFlow flow, ApprovalSettings approvals, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(flow);
        ArgumentNullException.ThrowIfNull(approvals);
        return flow.Amount < 0 && approvals.Withdrawal > 1
            && TakenAlone(book, approvals, now) - flow.Amount > approvals.WithdrawalAbove;
    }

    /// <summary>Whether somebody has said so already, and it still counts.</summary>
    public static bool HasSaid(
        PortfolioBook book, CashFlow flow, ApprovalSettings approvals, WordStanding standing, DateTimeOffset now) =>
        Waiting(book, approvals, now).Any(word => word.FlowId == flow.FlowId && standing.Counts(word.By, word.At)
            && string.Equals(word.By, flow.Operator, StringComparison.OrdinalIgnoreCase));

    /// <summary>Who asked for it before and whose word counts no more.</summary>
    public static IEnumerable<string> Lapsed(
        PortfolioBook book, CashFlow flow, ApprovalSettings approvals, WordStanding standing, DateTimeOffset now) =>
        Waiting(book, approvals, now).Where(word => word.FlowId == flow.FlowId && !standing.Counts(word.By, word.At))
            .Select(word => word.By);

    /// <summary>
    /// As others agree to it: why it is taken out (what the first who asked for it said stays, beside what the last one says), and when.
    /// </summary>
    public static CashFlow Agreed(
        PortfolioBook book, CashFlow flow, ApprovalSettings approvals, WordStanding standing, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(flow);
        return Waiting(book, approvals, now)
            .FirstOrDefault(word => word.FlowId == flow.FlowId && standing.Counts(word.By, word.At)) is { } asked
            ? flow with
            {
                Reason = CleanText.Of(
                    $"{asked.Reason} (asked for by {asked.By}); agreed to: {flow.Reason}", FillCheck.TextLengthMax),
                At = asked.MovedAt,
            }
            : flow;
    }

    /// <summary>Words that still count, oldest first.</summary>
    public static IEnumerable<WithdrawalWord> Waiting(PortfolioBook book, ApprovalSettings approvals, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(approvals);
        return book.WithdrawalWords.Where(word => approvals.IsWaiting(word.At, now));
    }

    /// <summary>What waits for others, the oldest first.</summary>
    public static ImmutableArray<WaitingWithdrawal> View(
        PortfolioBook book, ApprovalSettings approvals, WordStanding standing, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(standing);
        return
        [
            .. Waiting(book, approvals, now).GroupBy(word => word.FlowId, StringComparer.Ordinal).Select(words =>
            {
                string[] counting = [.. words.Where(word => standing.Counts(word.By, word.At)).Select(word => word.By)];
                return new WaitingWithdrawal(
                    words.Key, words.First().Amount, [.. counting], words.First().Reason,
                    Math.Max(1, approvals.Withdrawal - counting.Length), words.First().At.AddHours(approvals.WithinHours))
                {
                    Lapsed = [.. words.Select(word => word.By).Except(counting, StringComparer.OrdinalIgnoreCase)],
                    MovedAt = words.First().MovedAt,
                };
            }),
        ];
    }

    /// <summary>What was taken out by one alone within the hours that count; the hour in which they begin counts whole.</summary>
    public static decimal TakenAlone(PortfolioBook book, ApprovalSettings approvals, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(approvals);
        var from = HourOf(now.AddHours(-approvals.WithinHours));
        return book.Withdrawn.Where(hour => hour.Key >= from).Sum(hour => hour.Value);
    }

    internal static PortfolioBook Ask(PortfolioBook book, WithdrawalAsked asked, string by, DateTimeOffset at) => book with
    {
        WithdrawalWords =
        [
            .. book.WithdrawalWords.Where(word => word.At > at.AddHours(-ApprovalSettings.WithinHoursMax))
                .Append(new WithdrawalWord(asked.FlowId, asked.Amount, by, asked.Reason, at) { MovedAt = asked.MovedAt })
                .TakeLast(ApprovalSettings.WordsMax),
        ],
    };

    internal static ImmutableSortedDictionary<long, decimal> Add(
        ImmutableSortedDictionary<long, decimal> withdrawn, CashMoved moved, DateTimeOffset at)
    {
        if (moved.Amount >= 0 || moved.Agreed)
        {
            return withdrawn;
        }

        var hour = HourOf(at);
        return withdrawn.RemoveRange(withdrawn.Keys.TakeWhile(known => known < hour - ApprovalSettings.WithinHoursMax))
            .SetItem(hour, withdrawn.GetValueOrDefault(hour) - moved.Amount);
    }

    private static long HourOf(DateTimeOffset at) => Math.DivRem(at.ToUnixTimeSeconds(), 3600).Quotient;
}
