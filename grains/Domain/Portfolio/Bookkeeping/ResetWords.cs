using System.Collections.Immutable;
using OrleansAssets.Domain.Access;
using OrleansAssets.Domain.Configuration;

namespace OrleansAssets.Domain.Portfolio.Bookkeeping;

/// <summary>The words of operators that a halt may be reset, where one alone may not: of a portfolio, and of the account.</summary>
public static class ResetWords
{
    /// <summary>How many more people must say that a halt may be reset, with this one; 0 where it may.</summary>
    /// <param name="by">Who says so now.</param>
    public static int Missing(
        ImmutableArray<ResetWord> words, string haltId, string by, int needed, ApprovalSettings approvals, WordStanding standing,
        DateTimeOffset now) =>
        needed <= 1 ? 0 : Math.Max(0, needed - Waiting(words, haltId, approvals, now)
            .Where(word => standing.Counts(word.By, word.At)).Select(word => word.By).Append(by)
            .Distinct(StringComparer.OrdinalIgnoreCase).Count());

    /// <summary>Whether somebody has said so already, and it still counts.</summary>
    public static bool HasSaid(
        ImmutableArray<ResetWord> words, string haltId, string by, ApprovalSettings approvals, WordStanding standing,
        DateTimeOffset now) =>
        Waiting(words, haltId, approvals, now).Any(word => standing.Counts(word.By, word.At)
            && string.Equals(word.By, by, StringComparison.OrdinalIgnoreCase));

    /// <summary>What the first of them is told, and the next one where the word of one before him counts no more.</summary>
    public static string NotYet(
        ImmutableArray<ResetWord> words, string haltId, int missing, int needed, ApprovalSettings approvals, WordStanding standing,
        DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(approvals);
        var lapsed = WordStanding.TextOf(Waiting(words, haltId, approvals, now)
            .Where(word => !standing.Counts(word.By, word.At)).Select(word => word.By));
        return $"{haltId} is not lifted yet: {missing} more of {needed} operators must reset it within {approvals.WithinHours} hours."
            + (lapsed is null ? "" : $" {lapsed}");
    }

    private static IEnumerable<ResetWord> Waiting(
        ImmutableArray<ResetWord> words, string haltId, ApprovalSettings approvals, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(approvals);
        return words.Where(word => word.HaltId == haltId && approvals.IsWaiting(word.At, now));
    }
}
