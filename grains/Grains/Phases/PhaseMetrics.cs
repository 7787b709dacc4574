using System.Diagnostics.Metrics;
using OrleansAssets.Phases;

namespace OrleansAssets.Grains.Phases;

/// <summary>The measurements of phases: meter <see cref="MeterName"/>.</summary>
internal sealed class PhaseMetrics
{
    public const string MeterName = "OrleansAssets.Phases";

    private readonly Counter<long> _events;
    private readonly Counter<long> _verdicts;
    private readonly Counter<long> _notices;

    public PhaseMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _events = meter.CreateCounter<long>("assets.phase.events", "{event}", "Entries of the phases' log by phase and action");
        _verdicts = meter.CreateCounter<long>("assets.phase.verdict.changes", "{change}", "Changes of a phase's readiness by verdict");
        _notices = meter.CreateCounter<long>("assets.phase.notices", "{notice}", "Notices to the webhook by outcome");
    }

    public void Happened(string phaseId, string action) => _events.Add(1, Phase(phaseId), new("action", action));

    public void VerdictChanged(string phaseId, ReadinessVerdict verdict) =>
        _verdicts.Add(1, Phase(phaseId), new("verdict", verdict.ToString()));

    public void Noticed(string phaseId, bool delivered) =>
        _notices.Add(1, Phase(phaseId), new("outcome", delivered ? "delivered" : "failed"));

    private static KeyValuePair<string, object?> Phase(string phaseId) => new("phase", phaseId);
}
