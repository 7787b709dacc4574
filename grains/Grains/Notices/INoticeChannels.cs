using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Notices;

namespace OrleansAssets.Grains.Notices;

/// <summary>Speaks with the world outside. What fails is an answer in a sentence without secrets, never an exception.</summary>
public interface INoticeChannels
{
    /// <summary>Sends a message; why it was not taken, or null. It may arrive twice: the ids of its news tell.</summary>
    Task<string?> SendAsync(NoticeChannel channel, NoticeMessage message, CancellationToken cancellationToken);

    /// <summary>Calls the address that misses this installation when it falls silent; why it was not reached, or null.</summary>
    Task<string?> BeatAsync(Heartbeat heartbeat, CancellationToken cancellationToken);

    /// <summary>What a channel lacks, as a variable that is not set; null where it can be tried.</summary>
    string? FaultOf(NoticeChannel channel);
}
