using System.Collections.Frozen;
using System.Collections.Immutable;
using OrleansAssets.AssetClasses;
using OrleansAssets.Assets;
using OrleansAssets.Domain.Assets;
using OrleansAssets.Domain.Calendars;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.PreTrade;
using OrleansAssets.Phases;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Portfolio.Review;

/// <summary>What stands in the way of trading now, whether anybody gave an order or not.</summary>
public static class ObstacleRules
{
    private static readonly TimeSpan SpanMax = TimeSpan.FromDays(366);

    private static readonly FrozenSet<string> ToldOtherwise = FrozenSet.Create(
        StringComparer.Ordinal, RuleCodes.AssetEnabled, RuleCodes.ClassEnabled, RuleCodes.PhaseActive, RuleCodes.TradingHalt,
        RuleCodes.MarketSession, RuleCodes.PriceFresh, RuleCodes.QuoteBelieved);

    /// <summary>The assets that are asked of.</summary>
    /// <exception cref="NotFoundException">There is no such asset or class.</exception>
    /// <exception cref="InvalidRequestException">The span makes no sense.</exception>
    public static ImmutableArray<AssetDefinition> AssetsOf(
        RefusalQuestion question, AssetsConfiguration configuration, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(question);
        ArgumentNullException.ThrowIfNull(configuration);
        if (question.Until is { } until && until <= question.Since)
        {
            throw InvalidRequestException.At(
                "until", until, "must be after the beginning of the span",
                FormattableString.Invariant($"The span ends at {until.UtcDateTime:yyyy-MM-dd HH:mm}Z and begins at ")
                + FormattableString.Invariant($"{question.Since.UtcDateTime:yyyy-MM-dd HH:mm}Z; give an end after the beginning."));
        }

        if (question.Since >= now || (question.Until is { } last && last < now ? last : now) - question.Since > SpanMax)
        {
            throw InvalidRequestException.At(
                "since", question.Since, $"must be in the past, at most {SpanMax.TotalDays:0} days before the end of the span",
                FormattableString.Invariant($"The span begins at {question.Since.UtcDateTime:yyyy-MM-dd HH:mm}Z; ")
                + FormattableString.Invariant($"give an instant in the past, at most {SpanMax.TotalDays} days before its end."));
        }

        if (question.StrategyId is { } strategy && IdCheck.FaultOf("strategy", strategy) is { } fault)
        {
            throw InvalidRequestException.At(
                "strategyId", fault.Value, fault.Rule,
                $"The question is refused: {fault}.");
        }

        if (question.AssetId is { } asset && configuration.FindAsset(asset) is null)
        {
            throw UnknownId.Of("asset", IdCheck.Given(asset), configuration.Assets.Select(known => known.Id));
        }

        if (question.ClassId is { } id && configuration.Classes.All(known => known.Id != id))
        {
            throw UnknownId.Of("asset class", IdCheck.Given(id), configuration.Classes.Select(known => known.Id));
        }

        return
        [
            .. configuration.Assets.Where(known => (question.AssetId is null || known.Id == question.AssetId)
                && (question.ClassId is null || known.ClassId == question.ClassId)),
        ];
    }

    /// <param name="strategyId">Of the question; null for those of every strategy.</param>
    public static ImmutableArray<Obstacle> Standing(
        string portfolioId, string? strategyId, ImmutableArray<AssetView> assets, ImmutableArray<AssetClassView> classes,
        ImmutableArray<PhaseView> phases, TradingModeView mode, AssetsConfiguration configuration, DateTimeOffset now,
        IReadOnlyDictionary<string, DateTimeOffset>? closedSince = null)
    {
        ArgumentNullException.ThrowIfNull(mode);
        ArgumentNullException.ThrowIfNull(configuration);
        var isPaper = Keys.IsShadowPortfolio(portfolioId); // which tries out what no phase has opened yet
        var (ids, classIds, phaseIds) = (
            assets.Select(view => view.Definition.Id).ToHashSet(StringComparer.Ordinal),
            assets.Select(view => view.Definition.ClassId).ToHashSet(StringComparer.Ordinal),
            assets.Select(view => view.Definition.PhaseId).ToHashSet(StringComparer.Ordinal));
        return
        [
            .. mode.Halts.Where(halt => halt.Scope switch
                {
                    HaltScope.Asset => ids.Contains(halt.ScopeId),
                    HaltScope.AssetClass => classIds.Contains(halt.ScopeId),
                    HaltScope.Strategy => strategyId is null || halt.ScopeId == strategyId,
                    _ => true,
                })
                .Select(halt => new Obstacle(
                    $"portfolio {portfolioId}", $"{halt.HaltId} for {halt.ScopeId}: {halt.Cause}", halt.Since,
                    halt.AccountHaltId is { } above
                        ? $"an operator lifts the halt of the whole account: {AccountHaltText.ResetCommand(above)}"
                        : $"an operator resets it: {RemedyCommands.Reset(halt.HaltId, portfolioId)}")),
            .. phases.Where(phase => !isPaper && phaseIds.Contains(phase.Definition.Id) && phase.Status != PhaseStatus.Active)
                .Select(phase => OfPhase(phase, closedSince)),
            .. classes.Where(view => !isPaper && classIds.Contains(view.Definition.Id)).SelectMany(OfClass),
            .. assets.SelectMany(view => OfAsset(view, configuration, now, isPaper)),
        ];
    }

    /// <summary>The smallest order that would open something: what refuses it refuses every other.</summary>
    /// <param name="strategyId">Of the question; null for nobody's.</param>
    public static OrderRequest Probe(AssetView view, string? strategyId)
    {
        ArgumentNullException.ThrowIfNull(view);
        return new OrderRequest(
            "why", view.Definition.Id, OrderSide.Buy, view.Definition.Risk.SmallestUnits(view.LastQuote?.Ask), null, null, null, null,
            strategyId, ReduceOnly: false);
    }

    /// <summary>
    /// What refuses such orders beside what is told of the asset, its class and phase and of halts: limits that are used up, silent
    /// sources, a matrix that is missing, news.
    /// </summary>
    public static IEnumerable<Obstacle> OfProbes(IEnumerable<OrderDecision> probes) =>
        from decision in probes
        from rule in decision.Rules
        where rule.Verdict == RuleVerdict.Failed && !ToldOtherwise.Contains(rule.Code)
        group rule by (rule.Scope, rule.Code) into same
        let rule = same.First()
        select new Obstacle(rule.Scope, rule.Explanation, null, rule.Remedy ?? "time, or another order");

    /// <summary>
    /// The same for people: all that is said of one thing in one line, and things of which the same is said in one line together, named in
    /// its words as <c>ASSET</c>, <c>CLASS</c> or <c>PHASE</c>.
    /// </summary>
    public static ImmutableArray<Obstacle> Grouped(ImmutableArray<Obstacle> standing) =>
    [
        .. standing.GroupBy(obstacle => obstacle.Scope, StringComparer.Ordinal)
            .Select(same => new Obstacle(
                same.Key, Joined(same.Select(one => one.What)), same.Min(one => one.Since), Joined(same.Select(one => one.Remedy))))
            .GroupBy(one => (Kind: KindOf(one.Scope), What: Unnamed(one.What, one.Scope), Remedy: Unnamed(one.Remedy, one.Scope)))
            .Select(same => same.Count() == 1 ? same.Single() : new Obstacle(
                $"{PluralOf(same.Key.Kind)} {string.Join(", ", same.Select(one => NameOf(one.Scope)))}", same.Key.What,
                same.Min(one => one.Since), same.Key.Remedy)),
    ];

    private static string Joined(IEnumerable<string> sentences) =>
        string.Join("; ", sentences.Select(one => one.TrimEnd('.')).Distinct(StringComparer.Ordinal));

    private static string KindOf(string scope) => scope.Split(' ')[0];

    private static string NameOf(string scope) => scope[Math.Min(scope.Length, KindOf(scope).Length + 1)..];

    private static string PluralOf(string kind) => kind.EndsWith('s') ? $"{kind}es" : $"{kind}s";

    private static string Unnamed(string words, string scope) => NameOf(scope) is { Length: > 0 } name
        ? words.Replace(name, KindOf(scope).ToUpperInvariant(), StringComparison.Ordinal)
        : words;

    private static Obstacle OfPhase(PhaseView phase, IReadOnlyDictionary<string, DateTimeOffset>? closedSince)
    {
        var missing = phase.LastReadiness is { Missing: { IsDefaultOrEmpty: false } lacks } ? string.Join("; ", lacks) : null;
        return new Obstacle(
            $"phase {phase.Definition.Id}", $"it is {phase.Status}",
            closedSince is not null && closedSince.TryGetValue(phase.Definition.Id, out var since) ? since : null,
            missing is null ? "its evidence: assets phases readiness " + phase.Definition.Id : $"its evidence lacks: {missing}");
    }

    private static IEnumerable<Obstacle> OfClass(AssetClassView view)
    {
        if (!view.Enabled)
        {
            yield return new Obstacle(
                $"class {view.Definition.Id}", $"it is disabled by {view.EnabledBy}", view.EnabledChangedAt,
                "the phase that activates it: assets phases");
        }

        if (view.Mode != TradingMode.Normal)
        {
            yield return new Obstacle(
                $"class {view.Definition.Id}", $"it is {view.Mode}: {view.ModeReason}", null, "the phase, once it is earned again");
        }
    }

    private static IEnumerable<Obstacle> OfAsset(AssetView view, AssetsConfiguration configuration, DateTimeOffset now, bool isPaper)
    {
        var (id, scope) = (view.Definition.Id, $"asset {view.Definition.Id}");
        var session = MarketSession.Of(configuration.HoursOf(id), now);
        if (!session.IsOpen && view.Definition.Risk.OrderTerms.SessionOnly)
        {
            yield return new Obstacle(
                scope, "its market is closed", MarketCalendar.LastClose(configuration.HoursOf(id), now),
                session.OpensAt is { } opens ? $"it opens at {InstantText.Seconds(opens)}" : "it opens again");
        }

        if (!view.Enabled && !isPaper)
        {
            yield return new Obstacle(
                scope, $"it is disabled by {view.EnabledBy}", view.EnabledChangedAt, $"its phase, or an operator: assets enable {id}");
        }

        if (view.Doubt is { } doubt)
        {
            yield return new Obstacle(scope, $"its quote is not believed: {doubt.Reason}", doubt.Since, doubt.Explains);
        }
        else if (view.LastQuote is null)
        {
            yield return new Obstacle(scope, "it has no quote yet", null, "its source: assets sources");
        }
        else if (session.IsOpen && now - view.LastQuote.At > TimeSpan.FromMinutes(configuration.Risk.Orders.QuoteMaxAgeMinutes))
        {
            yield return new Obstacle(
                scope,
                $"its quote of {view.LastQuote.SourceId} is "
                    + FormattableString.Invariant($"{(now - view.LastQuote.At).TotalMinutes:0} minutes old, and at most ")
                    + FormattableString.Invariant($"{configuration.Risk.Orders.QuoteMaxAgeMinutes} count"),
                view.LastQuote.At, "a newer quote of its source: assets sources");
        }
    }
}
