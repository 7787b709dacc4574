using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Notices;

namespace OrleansAssets.Grains.Notices;

/// <summary>Speaks with the world outside. What fails is an answer in a sentence without secrets, never an exception.</summary>
public interface INoticeChannels
{
    /// <summary>Sends a message; why it was not taken, or null. It may arrive twice: the ids of its news tell.</summary>
    Task<ChannelFault?> SendAsync(NoticeChannel channel, NoticeMessage message, CancellationToken cancellationToken);

    /// <summary>Calls the address that misses this installation when it falls silent; why it was not reached, or null.</summary>
    Task<string?> BeatAsync(Heartbeat heartbeat, CancellationToken cancellationToken);

    /// <summary>What a channel lacks, as a variable that is not set; null where it can be tried.</summary>
    string? FaultOf(NoticeChannel channel);
}

/// <summary>Why a channel has not taken a message.</summary>
/// <param name="Text">A sentence without secrets.</param>
/// <param name="OfMessage">
/// Whether it is this message that is refused, and would be again: the channel itself may well take the next one.
/// </param>
public sealed record ChannelFault(string Text, bool OfMessage = false);
