using Orleans;
using OrleansAssets.Access;
using OrleansAssets.Domain.Access;

namespace OrleansAssets.Grains.Access;

/// <summary>Asks whose word still counts.</summary>
internal static class WordStandings
{
    /// <param name="isWaiting">Whether a word waits at all: only then anybody is asked.</param>
    public static async Task<WordStanding> StandingAsync(this IGrainFactory grains, bool isWaiting, DateTimeOffset now) =>
        isWaiting ? new WordStanding(await grains.GetGrain<IAccessGrain>(Keys.Access).ListAsync(), now) : WordStanding.All;
}
