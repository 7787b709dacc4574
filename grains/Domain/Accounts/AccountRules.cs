using System.Collections.Immutable;
using System.Globalization;
using OrleansAssets.Accounts;
using OrleansAssets.Domain.Catalogue;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Notices;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Accounts;

/// <summary>What the account makes of its portfolios.</summary>
public static class AccountRules
{
    /// <summary>Who halts where a portfolio has halted by itself.</summary>
    public const string Actor = "account";

    private const int SeenMax = 1_000;

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
                      select (Origin: $"{view.Id}/{halt.HaltId}", Cause: $"Portfolio {view.Id} has halted ({halt.HaltId}): {halt.Cause}");
        return latched.Where(one => !state.Seen.Contains(one.Origin, StringComparer.Ordinal))
            .Aggregate(state, (next, one) => Add(next, one.Origin, Actor, one.Cause, now) with
            {
                Seen = [.. next.Seen.TakeLast(SeenMax - 1), one.Origin],
            });
    }

    /// <summary>The portfolios in which a halt is not in force yet. The one that it follows from is halted by itself.</summary>
    public static IEnumerable<(AccountHalt Halt, string PortfolioId)> Missing(AccountState state, ImmutableArray<string> portfolioIds) =>
        from halt in state.Halts
        from id in portfolioIds
        where !halt.Portfolios.ContainsKey(id) && halt.Origin?.StartsWith($"{id}/", StringComparison.Ordinal) != true
        select (halt, id);

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

    /// <summary>How a halt of the account is told to a portfolio: the same words again are the same halt there.</summary>
    public static string CauseOf(AccountHalt halt)
    {
        ArgumentNullException.ThrowIfNull(halt);
        return CleanText.Of($"{halt.HaltId} by {halt.By}: {halt.Cause}", FillCheck.TextLengthMax);
    }

    public static AccountView View(AccountState state, ImmutableArray<PortfolioView> portfolios)
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
            [.. portfolios.Select(CatalogueRules.Glance)],
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

    private static AccountState Add(AccountState state, string? origin, string by, string cause, DateTimeOffset now) => state with
    {
        LastNumber = state.LastNumber + 1,
        Halts = state.Halts.Add(new AccountHalt(
            string.Create(CultureInfo.InvariantCulture, $"account-halt-{state.LastNumber + 1}"), origin, by, cause, now,
            ImmutableSortedDictionary<string, string>.Empty)),
    };
}
