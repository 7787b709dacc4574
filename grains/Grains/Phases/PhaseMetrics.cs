using System.Diagnostics.Metrics;
using OrleansAssets.Domain.Phases;
using OrleansAssets.Grains.Telemetry;
using OrleansAssets.Phases;

namespace OrleansAssets.Grains.Phases;

/// <summary>The measurements of phases: meter <see cref="MeterName"/>.</summary>
internal sealed class PhaseMetrics
{
    public const string MeterName = "OrleansAssets.Phases";

    private readonly TimeProvider _clock;
    private readonly Counter<long> _events;
    private readonly Counter<long> _verdicts;

    public PhaseMetrics(IMeterFactory meters, TimeProvider clock)
    {
        _clock = clock;
        var meter = meters.Create(MeterName);
        _events = meter.CreateCounter<long>("assets.phase.events", "{event}", "Entries of the phases' log by phase and action");
        _verdicts = meter.CreateCounter<long>("assets.phase.verdict.changes", "{change}", "Changes of a phase's readiness by verdict");
        meter.CreateObservableGauge(
            "assets.phase.status", () => Tell(_ => 1, phase => new("status", TagText.Of(phase.Status))), "1",
            "1 for the status that a phase has");
        meter.CreateObservableGauge(
            "assets.phase.verdict",
            () => Tell(
                phase => phase.LastReadiness is null ? null : 1,
                phase => new("verdict", TagText.Of(phase.LastReadiness?.Verdict ?? ReadinessVerdict.InsufficientEvidence))),
            "1", "1 for the verdict of a phase's last evaluation");
        meter.CreateObservableGauge(
            "assets.phase.evaluation.age", () => Tell(phase => Seconds(_clock.GetUtcNow() - phase.LastReadiness?.AsOf)), "s",
            "Time since a phase was evaluated last");
        meter.CreateObservableGauge(
            "assets.phase.override.remaining", () => Tell(phase => Seconds(phase.Override?.ExpiresAt - _clock.GetUtcNow())), "s",
            "Time until an override ends, by whose word a phase is active without evidence");
        meter.CreateObservableGauge(
            "assets.phase.assets_outside", () => Tell(phase => phase.AssetsOutside.Length), "{asset}",
            "Assets that are enabled although their phase is not active, when it was evaluated last");
    }

    /// <summary>The phases whose grains are in this silo.</summary>
    public LiveGrains<PhaseState> Phases { get; } = new();

    public void Happened(string phaseId, string action) => _events.Add(1, Phase(phaseId), new("action", action));

    public void VerdictChanged(string phaseId, ReadinessVerdict verdict) =>
        _verdicts.Add(1, Phase(phaseId), new("verdict", TagText.Of(verdict)));

    private IEnumerable<Measurement<double>> Tell(
        Func<PhaseState, double?> read, Func<PhaseState, KeyValuePair<string, object?>>? tag = null) =>
        from phase in Phases.Tell()
        let value = read(phase.Value)
        where value is not null
        select new Measurement<double>(
            value.Value, tag is null ? [Phase(phase.Id)] : new[] { Phase(phase.Id), tag(phase.Value) });

    private static double? Seconds(TimeSpan? time) => time?.TotalSeconds;

    private static KeyValuePair<string, object?> Phase(string phaseId) => new("phase", phaseId);
}
