using Orleans;

namespace OrleansAssets.Catalogue;

/// <summary>Makes the partitions of the time-series tables ahead of time, on a reminder; key <see cref="Keys.Partitions"/>.</summary>
[Alias("OrleansAssets.IPartitionsGrain")]
public interface IPartitionsGrain : IGrainWithStringKey, IRemindable
{
    /// <summary>Ensures the reminder, and the partitions of now.</summary>
    [Alias("Start")]
    Task StartAsync();
}
