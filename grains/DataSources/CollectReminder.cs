using Orleans;
using Orleans.Runtime;

namespace OrleansAssets.Grains.DataSources;

/// <summary>The reminder that starts a source's rounds.</summary>
internal static class CollectReminder
{
    public const string Name = "collect";

    public static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    /// <summary>Pause before the first tick: the catalogue is still being applied when a source is configured.</summary>
    public static readonly TimeSpan FirstTickAfter = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Registers it where it is wanted and absent or of another period (registering again would put its next tick off), removes it
    /// where it is not wanted. Returns its period in seconds, 0 for none.
    /// </summary>
    public static async Task<int> SeeToAsync(IGrainBase grain, bool isWanted, int registeredSeconds)
    {
        var reminder = await grain.GetReminder(Name);
        var periodSeconds = isWanted ? (int)Period.TotalSeconds : 0;
        if (isWanted && (reminder is null || registeredSeconds != periodSeconds))
        {
            await grain.RegisterOrUpdateReminder(Name, FirstTickAfter, Period);
        }
        else if (!isWanted && reminder is not null)
        {
            await grain.UnregisterReminder(reminder);
        }

        return periodSeconds;
    }
}
