using System.Collections.Concurrent;
using OrleansAssets.Domain.Phases;
using OrleansAssets.Grains.Phases;

namespace OrleansAssets.Tests.Support;

/// <summary>A webhook that takes what it is told to.</summary>
internal sealed class FakeNoticeSender : INoticeSender
{
    public ConcurrentQueue<(string Phase, PhaseEvent Event)> Taken { get; } = [];

    public bool IsConfigured { get; set; }

    /// <summary>Why it takes nothing, null where it does.</summary>
    public string? Error { get; set; }

    public Task<string?> SendAsync(string phaseId, PhaseEvent happened, CancellationToken cancellationToken)
    {
        if (Error is null)
        {
            Taken.Enqueue((phaseId, happened));
        }

        return Task.FromResult(Error);
    }
}
