using System.Collections.Immutable;
using System.Globalization;
using OrleansAssets.Accounts;
using OrleansAssets.Catalogue;
using OrleansAssets.Domain.Access;
using OrleansAssets.Domain.Catalogue;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Notices;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Accounts;

/// <summary>What the account makes of its portfolios.</summary>
public static class AccountRules
{
    /// <summary>Who halts where a portfolio has halted by itself.</summary>
    public const string Actor = ActorNames.Account;

    private const int SeenMax = 1_000;
    private const string Lifted = "The account's halt is lifted in every portfolio; their own halts stay.";

    /// <summary>The state with an operator's halt; the same state where that very halt is in force.</summary>
    public static AccountState Halt(AccountState state, string by, string reason, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.Halts.Any(halt => halt.Origin is null && halt.By == by && halt.Cause == reason)
            ? state
            : Add(state, origin: null, by, reason, now);
    }

    /// <summary>The state with the halts by which portfolios stopped by themselves, where there are others that go on.</summary>
    public static AccountState Spread(AccountState state, ImmutableArray<PortfolioView> portfolios, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (portfolios.Length < 2)
        {
            return state;
        }

        var latched = from view in portfolios
                      from halt in view.Book?.Halts ?? []
                      where halt is { Automatic: true, Scope: HaltScope.Portfolio, Mode: TradingMode.Halted }
                      select (
                          Origin: $"{view.Id}/{halt.HaltId}",
                          Cause: $"Portfolio {view.Id} has halted ({halt.HaltId}): {halt.Cause}",
                          halt.RuleCode);
        return latched.Where(one => !state.Seen.Contains(one.Origin, StringComparer.Ordinal))
            .Aggregate(state, (next, one) => Add(next, one.Origin, Actor, one.Cause, now, one.RuleCode) with
            {
                Seen = [.. next.Seen.TakeLast(SeenMax - 1), one.Origin],
            });
    }

    /// <summary>
    /// The halts of the account that a portfolio has to take over. The one that a halt follows from is halted by itself, for as long as
    /// its own halt stands.
    /// </summary>
    /// <param name="there">What is in force in the portfolio.</param>
    public static IEnumerable<AccountHalt> Missing(
        ImmutableArray<AccountHalt> halts, string portfolioId, IEnumerable<ActiveHalt> there) => halts.Where(
            halt => !there.Any(own => own.AccountHaltId == halt.HaltId || $"{portfolioId}/{own.HaltId}" == halt.Origin));

    /// <summary>Halts of the account that a portfolio still carries out although the account has lifted them.</summary>
    public static IEnumerable<string> Orphans(AccountState state, IEnumerable<ActiveHalt> there)
    {
        ArgumentNullException.ThrowIfNull(state);
        return there.Select(halt => halt.AccountHaltId).OfType<string>()
            .Except(state.Halts.Select(halt => halt.HaltId), StringComparer.Ordinal);
    }

    /// <summary>How many people must say that a halt may be reset: as many as its cause needs where it began.</summary>
    public static int WordsNeeded(AccountHalt halt, ApprovalSettings approvals)
    {
        ArgumentNullException.ThrowIfNull(halt);
        ArgumentNullException.ThrowIfNull(approvals);

        // Of a halt of an older version the rule is not known.
        return halt.Origin is not null && halt.RuleCode is null or RuleCodes.Drawdown ? approvals.EmergencyReset : 1;
    }

    /// <summary>The state after an operator's word that a halt may be reset, and what it did in words.</summary>
    /// <param name="standing">Whose earlier word counts; null for everybody's.</param>
    /// <exception cref="InvalidRequestException">That halt is not in force.</exception>
    public static (AccountState State, string Remark) Reset(
        AccountState state, ResetRequest request, ApprovalSettings approvals, DateTimeOffset now, WordStanding? standing = null)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(request);
        standing ??= WordStanding.All;
        if (state.Resets.Any(reset => reset.HaltId == request.HaltId))
        {
            return (state, Lifted); // it was said before, and is finished now
        }

        var halt = state.Halts.FirstOrDefault(known => known.HaltId == request.HaltId) ?? throw InvalidRequestException.At(
            "haltId", IdCheck.Given(request.HaltId), "must be a halt that is in force",
            $"The account has no halt '{IdCheck.Given(request.HaltId)}' in force. "
            + (state.Halts.IsEmpty
                ? "None is in force."
                : $"In force: {string.Join(", ", state.Halts.Select(known => known.HaltId))}."));
        var needed = WordsNeeded(halt, approvals);
        if (ResetWords.Missing(state.ResetWords, halt.HaltId, request.Operator, needed, approvals, standing, now)
            is > 0 and var missing)
        {
            var hasSaid = ResetWords.HasSaid(state.ResetWords, halt.HaltId, request.Operator, approvals, standing, now);
            return (
                hasSaid ? state : state with { ResetWords = state.ResetWords.Add(new ResetWord(halt.HaltId, request.Operator, now)) },
                ResetWords.NotYet(state.ResetWords, halt.HaltId, missing, needed, approvals, standing, now));
        }

        return (
            state with
            {
                Halts = state.Halts.Remove(halt),
                ResetWords = state.ResetWords.RemoveAll(word => word.HaltId == halt.HaltId),
                Resets = state.Resets.Add(new AccountReset(halt.HaltId, request.Operator, request.Reason)),
            },
            Lifted);
    }

    /// <summary>The state once a halt is in force in a portfolio.</summary>
    public static AccountState InForce(AccountState state, string haltId, string portfolioId, string idThere)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state with
        {
            Halts = [.. state.Halts.Select(halt => halt.HaltId == haltId
                ? halt with { Portfolios = halt.Portfolios.SetItem(portfolioId, idThere) }
                : halt)],
        };
    }

    /// <summary>The state with the portfolios that have taken its halts over by themselves; the same state where it knows of all.</summary>
    public static AccountState Noted(AccountState state, ImmutableArray<PortfolioView> portfolios)
    {
        var taken = from view in portfolios
                    from own in view.Book?.Halts ?? []
                    from halt in state.Halts
                    where own.AccountHaltId == halt.HaltId && halt.Portfolios.GetValueOrDefault(view.Id) != own.HaltId
                    select (halt.HaltId, view.Id, There: own.HaltId);
        return taken.ToArray().Aggregate(state, (next, one) => InForce(next, one.HaltId, one.Id, one.There));
    }

    /// <summary>How a halt of the account is told to a portfolio: the same words again are the same halt there.</summary>
    public static string CauseOf(AccountHalt halt)
    {
        ArgumentNullException.ThrowIfNull(halt);
        return CleanText.Of(AccountHaltText.Cause(halt.HaltId, halt.By, halt.Cause), FillCheck.TextLengthMax);
    }

    /// <param name="unread">Portfolios that cannot be read: the figures are without them.</param>
    public static AccountView View(
        AccountState state, ImmutableArray<PortfolioView> portfolios, ImmutableArray<PortfolioGlance> unread)
    {
        ArgumentNullException.ThrowIfNull(state);
        var equity = portfolios.Sum(view => view.Equity ?? 0);
        var start = portfolios.Sum(view => view.Equity is null ? 0 : view.Book?.DayAnchor ?? 0);
        var peak = portfolios.Sum(view => view.PeakEquity ?? 0);
        return new AccountView(
            Conversions.Currency.Code,
            equity,
            start > 0 && equity < start ? Math.Round((start - equity) / start, 8) : 0,
            [
                .. portfolios.SelectMany(view => view.Book?.Positions ?? [])
                    .GroupBy(held => held.ClassId, StringComparer.Ordinal)
                    .Select(group => (Id: group.Key, Exposure: group.Sum(held => held.Exposure)))
                    .OrderByDescending(part => part.Exposure)
                    .Select(part => new ClassShare(part.Id, part.Exposure, equity > 0 ? Math.Round(part.Exposure / equity, 8) : 0)),
            ],
            [.. portfolios.Select(CatalogueRules.Glance).Concat(unread).OrderBy(one => one.PortfolioId, StringComparer.Ordinal)],
            state.Halts)
        {
            Heat = equity > 0 ? Math.Round(portfolios.Sum(view => view.Book?.Heat ?? 0) / equity, 8) : 0,
            Drawdown = peak > 0 && equity < peak ? Math.Round((peak - equity) / peak, 8) : 0,
        };
    }

    /// <summary>What people are told of the account.</summary>
    public static ImmutableArray<NoticeFact> Standing(AccountState state) =>
    [
        .. state.Halts.Select(halt => new NoticeFact(
            NoticeKinds.Halt, $"{Keys.Account} {halt.HaltId}", NoticeSeverity.Critical,
            $"The account is HALTED in every portfolio until an operator resets {halt.HaltId}: {halt.Cause}")),
    ];

    private static AccountState Add(
        AccountState state, string? origin, string by, string cause, DateTimeOffset now, string? ruleCode = null) => state with
    {
        LastNumber = state.LastNumber + 1,
        Halts = state.Halts.Add(new AccountHalt(
            string.Create(CultureInfo.InvariantCulture, $"account-halt-{state.LastNumber + 1}"), origin, by, cause, now,
            ImmutableSortedDictionary<string, string>.Empty) { RuleCode = ruleCode }),
    };
}
