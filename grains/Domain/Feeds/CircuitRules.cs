using OrleansAssets.DataSources;

namespace OrleansAssets.Domain.Feeds;

/// <summary>
/// The circuit breaker of a source. A failure that is the source's own (not that of one feed) opens it for a pause; after the pause
/// it is half open, and one call decides: success closes it, a failure opens it for longer.
/// </summary>
public static class CircuitRules
{
    public static CircuitView Of(SourceHealth health, DateTimeOffset now) => (GateOf(health), health.OpenedAt) switch
    {
        ({ } gate, _) when gate > now => new CircuitView(CircuitState.Open, health.OpenedAt ?? health.LastFailureAt, gate),
        (_, { } openedAt) => new CircuitView(CircuitState.HalfOpen, openedAt, null),
        _ => new CircuitView(CircuitState.Closed, null, null),
    };

    /// <summary>Until when nothing is asked: the later of the vendor's word and our own pause.</summary>
    public static DateTimeOffset? GateOf(SourceHealth health) =>
        health.BlockedUntil is null || health.PausedUntil > health.BlockedUntil ? health.PausedUntil : health.BlockedUntil;
}
