using OrleansAssets.Grains.DataSources;
using OrleansAssets.Grains.Phases.Steps;
using OrleansAssets.Storage;

namespace OrleansAssets.Grains.Phases;

/// <summary>What every phase grain works with.</summary>
internal sealed record PhaseServices(
    EvidenceReader Evidence,
    FlagsReader Flags,
    PhaseSteps Steps,
    PhasePlanner Planner,
    PhaseJournal Journal,
    PhaseMetrics Metrics,
    INoticeSender Sender,
    RetryJitter Jitter,
    IRegistryStore Registry);
