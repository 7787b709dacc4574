using OrleansAssets.Sandbox.Faults;

namespace OrleansAssets.Sandbox.Streaming;

/// <summary>Has a stream misbehave as the fault in force for its source says.</summary>
internal sealed class StreamFaults(SandboxFaults faults, string sourceId)
{
    /// <summary>How many times a burst tells the same second.</summary>
    private const int BurstTimes = 200;

    private static readonly TimeSpan Late = TimeSpan.FromSeconds(30);

    /// <summary>The instants of which quotes are told now; none while it is silent.</summary>
    public IEnumerable<DateTimeOffset> InstantsAt(DateTimeOffset now) => KindAt(now) switch
    {
        SandboxFaultKind.StreamSilence => [],
        SandboxFaultKind.StreamDuplicates => [now, now],
        SandboxFaultKind.StreamOutOfOrder => [now, now - Late],
        SandboxFaultKind.StreamBurst => Enumerable.Range(0, BurstTimes).Select(step => now.AddMilliseconds(step - BurstTimes)),
        _ => [now],
    };

    /// <summary>Whether the connection is cut now.</summary>
    public bool CutsAt(DateTimeOffset now) => KindAt(now) is SandboxFaultKind.StreamDisconnect;

    private SandboxFaultKind? KindAt(DateTimeOffset now) => faults.InForce(now).GetValueOrDefault(sourceId)?.Kind;
}
