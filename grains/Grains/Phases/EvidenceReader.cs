using System.Collections.Immutable;
using Orleans;
using OrleansAssets.Domain.Catalogue;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Performance;
using OrleansAssets.Domain.Phases;
using OrleansAssets.Grains.DataSources;
using OrleansAssets.Grains.Performance;
using OrleansAssets.Performance;
using OrleansAssets.Phases;
using OrleansAssets.Portfolio;
using OrleansAssets.Storage;

namespace OrleansAssets.Grains.Phases;

/// <summary>Gathers what a readiness depends on, once for each record, window, scope and source.</summary>
internal sealed class EvidenceReader(
    IGrainFactory grains, AssetsConfiguration configuration, ISourceDirectory sources, RecordReader records, CoverageReader coverages,
    ILedgerStore ledger, ISystemInfo system)
{
    public async Task<ReadinessEvidence> ReadAsync(PhaseDefinition phase, PhaseState state, CancellationToken cancellationToken)
    {
        var looks = ReadinessRules.MeasuredOf(phase)
            .Select(requirement => (requirement.Ledger, requirement.WindowDays, requirement.Scope)).Distinct().ToArray();
        var measured = await Task.WhenAll(looks.Select(look => MeasureAsync(
            phase, look.Ledger, look.WindowDays, look.Scope, cancellationToken)));
        var earlier = await Task.WhenAll(phase.EarlierPhases.Select(id => grains.GetGrain<IPhaseGrain>(Keys.Phase(id)).GetAsync()));
        var named = phase.Requirements.SelectMany(requirement => requirement.AnyOfSources).Distinct(StringComparer.Ordinal);
        var views = await Task.WhenAll(named.Select(id => sources.GetAsync(id, cancellationToken)));
        var portfolio = await grains.GetGrain<IPortfolioGrain>(Keys.Portfolio(phase.Portfolio)).GetAsync();
        return new ReadinessEvidence(
            portfolio,
            Of(EvidenceLedger.Live),
            earlier.ToImmutableDictionary(view => view.Definition.Id, view => view.Status, StringComparer.Ordinal),
            views.ToImmutableDictionary(view => view.Definition.Id, StringComparer.Ordinal),
            configuration.Evaluation.StaleAfterDays)
        {
            ShadowRecords = Of(EvidenceLedger.Shadow),
            ForcedUntil = earlier.Where(view => view.Gate.Override is not null)
                .ToImmutableDictionary(
                    view => view.Definition.Id, view => view.Gate.Override!.ExpiresAt, StringComparer.Ordinal), // filtered
            CoolDownUntil = state.CoolDownUntil,
            Revised = await FindRevisedAsync(phase, state.Activation?.Evidence ?? state.LastReadiness, cancellationToken),
            Mode = system.Mode,
            Halt = HaltOf(portfolio),
            LastHaltedAt = portfolio.Book?.LastHaltedAt,
            Coverages = await ReadCoveragesAsync(phase, cancellationToken),
            LastDrillAt = portfolio.Book?.LastDrill is { Passed: true } drill ? drill.At : null,
        };

        ImmutableArray<MeasuredRecord> Of(EvidenceLedger ledger) =>
            [.. looks.Zip(measured).Where(pair => pair.First.Ledger == ledger).Select(pair => pair.Second)];
    }

    /// <summary>The records that futures are drawn from.</summary>
    public async Task<ImmutableArray<ForecastHistory>> ReadHistoriesAsync(PhaseDefinition phase, CancellationToken cancellationToken)
    {
        var days = ForecastRules.HistoryDaysOf(phase);
        return
        [
            .. await Task.WhenAll(ForecastRules.RecordsOf(phase).Select(async record => new ForecastHistory(
                record.Ledger, record.Scope,
                RecordResults.Of(await ReadRecordAsync(phase, record.Ledger, days, record.Scope, cancellationToken))))),
        ];
    }

    private async Task<RevisedEvidence?> FindRevisedAsync(
        PhaseDefinition phase, Readiness? measured, CancellationToken cancellationToken)
    {
        if (measured is not { EvidenceUntil: { } until })
        {
            return null;
        }

        var windows = ReadinessRules.MeasuredOf(phase)
            .GroupBy(requirement => LedgerOf(phase, requirement.Ledger, requirement.Scope), StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Max(requirement => requirement.WindowDays), StringComparer.Ordinal);
        var revised = await Task.WhenAll(windows.Select(one => ledger.GetRevisedDaysAsync(
            one.Key, until.AddDays(-one.Value), until, measured.AsOf, cancellationToken)));
        ImmutableArray<DateOnly> days = [.. revised.SelectMany(of => of).Distinct().Order()];
        return days.IsEmpty ? null : new RevisedEvidence(measured.AsOf, days);
    }

    private static string? HaltOf(PortfolioView portfolio)
    {
        var halts = (portfolio.Book?.Halts ?? []).Where(PhaseRules.Bars).Select(halt => $"{halt.HaltId}, {halt.Cause.TrimEnd('.')}")
            .ToArray();
        return halts.Length == 0 ? null
            : $"portfolio {portfolio.Id} is halted ({string.Join("; ", halts)}): reset the halt before anything is widened";
    }

    private async Task<ImmutableDictionary<(string Requirement, string Source), double>> ReadCoveragesAsync(
        PhaseDefinition phase, CancellationToken cancellationToken)
    {
        var found = ImmutableDictionary.CreateBuilder<(string Requirement, string Source), double>();
        foreach (var requirement in phase.Requirements.Where(requirement => requirement.MinimumCoverage is not null))
        {
            foreach (var sourceId in requirement.AnyOfSources)
            {
                if (await coverages.ReadAsync(sourceId, phase.Assets, requirement.WindowDays, cancellationToken) is { } share)
                {
                    found[(requirement.Name, sourceId)] = share;
                }
            }
        }

        return found.ToImmutable();
    }

    private async Task<MeasuredRecord> MeasureAsync(
        PhaseDefinition phase, EvidenceLedger ledger, int windowDays, string? scope, CancellationToken cancellationToken) =>
        MeasuredRecord.Of(await ReadRecordAsync(phase, ledger, windowDays, scope, cancellationToken));

    private Task<PerformanceRecord> ReadRecordAsync(
        PhaseDefinition phase, EvidenceLedger ledger, int windowDays, string? scope, CancellationToken cancellationToken) =>
        records.ReadAsync(LedgerOf(phase, ledger, scope), new PerformanceQuery(windowDays, scope), cancellationToken);

    // A paper portfolio belongs to one class; the configuration asks for the scope where a requirement reads it.
    private static string LedgerOf(PhaseDefinition phase, EvidenceLedger ledger, string? scope) =>
        ledger == EvidenceLedger.Shadow && scope is not null ? Keys.ShadowPortfolio(phase.Portfolio, scope) : phase.Portfolio;
}
