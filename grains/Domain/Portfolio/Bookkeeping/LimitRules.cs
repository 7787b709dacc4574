using OrleansAssets.Domain.Configuration;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Portfolio.Bookkeeping;

/// <summary>
/// A configuration that operators have to agree to before anything is opened under it. The one that was agreed to says how many a change
/// of it needs: a changed one cannot let itself in.
/// </summary>
public static class LimitRules
{
    /// <summary>How many operators a change of the configuration needs; 0 where it holds at once.</summary>
    /// <param name="elsewhere">
    /// What was agreed to last in any portfolio, for one that has agreed to nothing itself; null for nothing.
    /// </param>
    public static int Needed(PortfolioBook book, ApprovalSettings approvals, AgreedLimits? elsewhere = null)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(approvals);
        return Math.Max(approvals.LimitChange, (book.Limits ?? elsewhere)?.Approvals ?? 0);
    }

    /// <summary>The agreed configuration that an entry of a portfolio names; null where it names none.</summary>
    public static AgreedLimits? Of(PortfolioEvent one) => one switch
    {
        LimitsNoted noted => noted.Limits,
        HaltReset reset => reset.Limits,
        _ => null,
    };

    /// <summary>
    /// What the present configuration calls for, in order. The agreed configuration is the installation's: a portfolio that is new takes
    /// over what the others agreed to, and only where none has agreed to any is the present one taken for it.
    /// </summary>
    /// <param name="hashOf">Names the configuration; asked for only where it needs people's word.</param>
    /// <param name="elsewhere">What was agreed to last in any portfolio; null for nothing.</param>
    public static IEnumerable<PortfolioEvent> Due(
        PortfolioBook book, ApprovalSettings approvals, Func<string> hashOf, string portfolioId, AgreedLimits? elsewhere = null)
    {
        ArgumentNullException.ThrowIfNull(hashOf);
        if (Needed(book, approvals, elsewhere) is not (> 0 and var needed))
        {
            yield break;
        }

        var hash = hashOf();
        var agreed = book.Limits ?? elsewhere ?? new AgreedLimits(hash, approvals.LimitChange);
        if (book.Limits is null)
        {
            yield return new LimitsNoted(agreed);
        }

        var waiting = book.Halts.FirstOrDefault(halt => halt.Cause == HaltCause.LimitChange);
        if (waiting is not null && waiting.LimitsHash != hash)
        {
            yield return new HaltReset(
                waiting.Halt.HaltId,
                agreed.Hash == hash
                    ? "the configuration is again the one that was agreed to"
                    : "another configuration took the place of the one that waited", null, null);
        }

        if (agreed.Hash != hash && waiting?.LimitsHash != hash)
        {
            yield return new HaltLatched(
                HaltScope.Portfolio, portfolioId, TradingMode.ReduceOnly, HaltCause.LimitChange,
                $"The configuration is not the one that was agreed to: nothing is opened under it until {needed} "
                    + $"{(needed == 1 ? "operator resets" : "operators reset")} this halt, or the file is put back. What changed: "
                    + "assets audit show --stream configuration.",
                null, null, book.Equity.Amount, null)
            {
                LimitsHash = hash,
            };
        }
    }
}
