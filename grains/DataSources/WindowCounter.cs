using Orleans;
using OrleansAssets.DataSources;

namespace OrleansAssets.Grains.DataSources;

/// <summary>Units spent in one window of a source's limits.</summary>
/// <param name="WindowSeconds">
/// Names the window: limits of the same length share their alignment and so their count. <see cref="RateWindow.CalendarMonth"/> is one too.
/// </param>
/// <param name="WindowStart">Start of the window that the count belongs to, UTC.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.WindowCounter")]
internal sealed record WindowCounter(int WindowSeconds, DateTimeOffset WindowStart, int UsedUnits);
