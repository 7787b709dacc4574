using System.Collections.Immutable;
using OrleansAssets.Domain.Performance;
using OrleansAssets.Phases;

namespace OrleansAssets.Domain.Phases;

/// <summary>
/// The chance that a phase is READY some days ahead: futures are drawn from the days of its record by the stationary block bootstrap, the
/// same days for every part of the record, and each is judged by the rules that judge the present.
/// </summary>
public static class ForecastRules
{
    public const int Draws = 1_000;

    /// <summary>Fewer days say too little of those to come.</summary>
    public const int HistoryDaysMin = 30;

    /// <summary>The longest window of the phase, but never less.</summary>
    private const int HistoryDaysLeast = 60;

    public static readonly ImmutableArray<int> Horizons = [7, 30, 90];

    /// <summary>How far back the days are read that futures are drawn from.</summary>
    public static int HistoryDaysOf(PhaseDefinition phase) =>
        phase.Requirements.Where(IsMeasured).Select(requirement => requirement.WindowDays).Append(HistoryDaysLeast).Max();

    /// <summary>The records that a forecast needs: those that are measured, and the portfolio's own for its capital.</summary>
    public static ImmutableArray<(EvidenceLedger Ledger, string? Scope)> RecordsOf(PhaseDefinition phase) =>
    [
        .. phase.Requirements.Where(IsMeasured).Select(requirement => (requirement.Ledger, requirement.Scope))
            .Append((EvidenceLedger.Live, null)).Distinct(),
    ];

    /// <param name="histories">One for each of <see cref="RecordsOf"/>.</param>
    public static PhaseForecast Of(
        PhaseDefinition phase, ReadinessEvidence evidence, ImmutableArray<ForecastHistory> histories, DateTimeOffset now)
    {
        if (histories.FirstOrDefault(history => history.IsEmpty) is { } empty)
        {
            return Refused(phase, now, $"the record of {Name(phase, empty)} has no day yet; a forecast needs {HistoryDaysMin}", null, null);
        }

        var (from, until) = (histories.Max(history => history.First), histories.Min(history => history.Last));
        var days = until.DayNumber - from.DayNumber + 1;
        if (days < HistoryDaysMin)
        {
            var what = histories.Length == 1 ? "has" : "and its parts share";
            return Refused(
                phase, now, $"the record of {phase.Portfolio} {what} {Math.Max(0, days)} days; a forecast needs {HistoryDaysMin}", from,
                until);
        }

        ImmutableArray<ForecastRow> rows =
            [.. ReadinessRules.Requirements(phase, evidence).Select(requirement => Row(phase, requirement, evidence, now))];
        var together = Count(new ForecastCount(phase, evidence, histories, now), rows, from, days);
        return new PhaseForecast(
            phase.Id, now, Refusal: null, from, until, days, Draws, BlockBootstrap.Seed, Horizons, [.. rows.Select(row => row.Forecast())],
            together, Assumptions(from, until, days));
    }

    private static ImmutableArray<double> Count(ForecastCount count, ImmutableArray<ForecastRow> rows, DateOnly from, int days)
    {
        // What is drawn is the place of a day, so that every record lives through the same days.
        var bootstrap = new BlockBootstrap([.. Enumerable.Range(0, days).Select(index => (double)index)]);
        var (places, future) = (new double[Horizons[^1]], new DateOnly[Horizons[^1]]);
        var together = new int[Horizons.Length];
        for (var draw = 0; draw < Draws; draw++)
        {
            bootstrap.Draw(places);
            for (var day = 0; day < places.Length; day++)
            {
                future[day] = from.AddDays((int)places[day]);
            }

            for (var at = 0; at < Horizons.Length; at++)
            {
                together[at] += count.IsReady(rows, future.AsSpan(0, Horizons[at]), at) ? 1 : 0;
            }
        }

        return [.. together.Select(ready => (double)ready / Draws)];
    }

    private static ForecastRow Row(PhaseDefinition phase, RequirementDefinition requirement, ReadinessEvidence evidence, DateTimeOffset now)
    {
        var isDrawn = IsMeasured(requirement) || requirement.Metric == RequirementMetric.Capital;
        var metNow = ReadinessRules.IsMet(phase, requirement, evidence, now);
        var facts = Horizons.Select(ahead => !isDrawn && ReadinessRules.IsMet(phase, requirement, evidence, now.AddDays(ahead)));
        return new ForecastRow(requirement, metNow, isDrawn, [.. facts], new int[Horizons.Length]);
    }

    private static bool IsMeasured(RequirementDefinition requirement) => ReadinessRules.IsMeasured(requirement.Metric);

    private static string Name(PhaseDefinition phase, ForecastHistory history) =>
        (history.Ledger == EvidenceLedger.Shadow ? "the paper portfolio of " : "") + phase.Portfolio
        + (history.Scope is { } scope ? $", {scope}" : "");

    private static PhaseForecast Refused(PhaseDefinition phase, DateTimeOffset now, string because, DateOnly? from, DateOnly? until) => new(
        phase.Id, now, because, from, until,
        from is { } first && until is { } last ? Math.Max(0, last.DayNumber - first.DayNumber + 1) : 0,
        Draws: 0, BlockBootstrap.Seed, Horizons, [], [], []);

    private static ImmutableArray<string> Assumptions(DateOnly from, DateOnly until, int days) =>
    [
        FormattableString.Invariant($"days to come are like the {days} from {from:yyyy-MM-dd} to {until:yyyy-MM-dd}: ")
            + FormattableString.Invariant($"{Draws:#,0} futures are drawn from them in blocks of ")
            + FormattableString.Invariant($"{BlockBootstrap.MeanBlockDays(days):0.#} days ")
            + FormattableString.Invariant($"on average (stationary bootstrap, seed {BlockBootstrap.Seed})"),
        "the record goes on day by day from its last one; nothing is paid in or out",
        "earlier phases and data sources stay as they are; no halt and no drill comes; a cool-down ends on its day",
        "each chance is that of the day itself, not of some day until then",
        FormattableString.Invariant($"drawing so many leaves an error of up to {0.5 / Math.Sqrt(Draws):0.0 %} in a chance"),
    ];
}
