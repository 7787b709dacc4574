using Orleans;
using OrleansAssets.DataSources;

namespace OrleansAssets.Domain.Feeds;

/// <summary>How a source has answered lately.</summary>
/// <param name="LastFailure">Kind of the newest failure since the last success, null after a success.</param>
/// <param name="LastError">What went wrong last, in words; kept after a success.</param>
/// <param name="ConsecutiveBlocks">Limits and bans in a row, which make the pause grow where the vendor names none.</param>
/// <param name="BlockedUntil">Until when the vendor told us to stay away.</param>
/// <param name="PausedUntil">Until when we stay away of our own accord, after a failure.</param>
/// <param name="OpenedAt">When the circuit opened, null while it is closed.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.SourceHealth")]
public sealed record SourceHealth(
    DateTimeOffset? LastSuccessAt,
    DateTimeOffset? LastFailureAt,
    FeedResult? LastFailure,
    string? LastError,
    int ConsecutiveFailures,
    int ConsecutiveBlocks,
    DateTimeOffset? BlockedUntil,
    DateTimeOffset? PausedUntil,
    DateTimeOffset? OpenedAt = null)
{
    public static readonly SourceHealth Unknown = new(null, null, null, null, 0, 0, null, null);
}
