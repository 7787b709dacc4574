using System.Collections.Immutable;
using OrleansAssets.Phases;

namespace OrleansAssets.Domain.Phases;

/// <summary>Judges futures, measuring each record once a window.</summary>
public sealed class ForecastCount(
    PhaseDefinition phase, ReadinessEvidence evidence, ImmutableArray<ForecastHistory> histories, DateTimeOffset now)
{
    private const double EquityMax = 1e20;

    /// <summary>Whether every requirement is met in one future, on the day of a horizon; counts each that is.</summary>
    public bool IsReady(ImmutableArray<ForecastRow> rows, ReadOnlySpan<DateOnly> future, int at)
    {
        var measured = new Dictionary<(EvidenceLedger, string?, int), MeasuredRecord>();
        var ready = true;
        foreach (var row in rows)
        {
            var met = row.IsDrawn ? IsMet(row.Definition, future, measured) : row.Facts[at];
            row.Met[at] += met ? 1 : 0;
            ready &= met;
        }

        return ready;
    }

    private bool IsMet(
        RequirementDefinition requirement, ReadOnlySpan<DateOnly> future,
        Dictionary<(EvidenceLedger Ledger, string? Scope, int Days), MeasuredRecord> measured)
    {
        if (requirement.Metric == RequirementMetric.Capital)
        {
            var growth = History(EvidenceLedger.Live, null).Growth(future);
            var equity = evidence.Portfolio.Equity is { } held ? (decimal?)Math.Min((double)held * growth, EquityMax) : null;
            var then = evidence with { Portfolio = evidence.Portfolio with { Equity = equity } };
            return ReadinessRules.IsMet(phase, requirement, then, now);
        }

        var key = (requirement.Ledger, requirement.Scope, requirement.WindowDays);
        if (!measured.TryGetValue(key, out var record))
        {
            measured[key] = record = History(requirement.Ledger, requirement.Scope).After(future, requirement.WindowDays);
        }

        return MeasuredRequirements.IsMet(requirement, record);
    }

    private ForecastHistory History(EvidenceLedger ledger, string? scope) =>
        histories.First(history => history.Ledger == ledger && history.Scope == scope);
}

/// <summary>One requirement of a forecast.</summary>
/// <param name="Facts">For each horizon, whether a requirement that is not drawn is met then.</param>
/// <param name="Met">For each horizon, in how many futures it was met.</param>
public sealed record ForecastRow(
    RequirementDefinition Definition, bool MetNow, bool IsDrawn, ImmutableArray<bool> Facts, int[] Met)
{
    public RequirementForecast Forecast() =>
        new(Definition.Name, MetNow, IsDrawn, [.. Met.Select(met => (double)met / ForecastRules.Draws)]);
}
