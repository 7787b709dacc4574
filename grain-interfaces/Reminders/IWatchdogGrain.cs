using System.Collections.Immutable;
using Orleans;
using Orleans.Concurrency;

namespace OrleansAssets.Reminders;

/// <summary>
/// Watches over every reminder of the service: what is overdue it has done, and arms its reminder again; key <see cref="Keys.Watchdog"/>.
/// </summary>
[Alias("OrleansAssets.IWatchdogGrain")]
public interface IWatchdogGrain : IGrainWithStringKey
{
    /// <summary>Wakes what is overdue and returns it. Every silo calls this by and by: calling it again wakes nothing twice.</summary>
    [ResponseTimeout("00:02:00")]
    [Alias("Watch")]
    Task<ImmutableArray<OverdueWork>> WatchAsync();

    /// <summary>The reminders that are overdue now, the longest first.</summary>
    [AlwaysInterleave]
    [Alias("GetOverdue")]
    Task<ImmutableArray<OverdueWork>> GetOverdueAsync();
}

/// <summary>Work that nobody did when it was due.</summary>
/// <param name="What">The key of the grain that has to do it, and its reminder: e.g. <c>source/ccxt_binance collect</c>.</param>
/// <param name="DueAt">When it was due.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.OverdueWork")]
public sealed record OverdueWork(string What, DateTimeOffset DueAt);
