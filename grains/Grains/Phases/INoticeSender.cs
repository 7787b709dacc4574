using OrleansAssets.Domain.Phases;

namespace OrleansAssets.Grains.Phases;

/// <summary>Tells somebody outside of what happened to a phase.</summary>
public interface INoticeSender
{
    /// <summary>Whether there is somebody to tell.</summary>
    bool IsConfigured { get; }

    /// <summary>Sends one event; why it was not taken, in a sentence, or null. It may arrive twice: its id tells.</summary>
    Task<string?> SendAsync(string phaseId, PhaseEvent happened, CancellationToken cancellationToken);
}

/// <summary>Nobody is to be told.</summary>
public sealed class NoNotices : INoticeSender
{
    public bool IsConfigured => false;

    public Task<string?> SendAsync(string phaseId, PhaseEvent happened, CancellationToken cancellationToken) =>
        Task.FromResult<string?>("no webhook is configured");
}
