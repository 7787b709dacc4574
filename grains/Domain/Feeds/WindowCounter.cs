using Orleans;

namespace OrleansAssets.Domain.Feeds;

/// <summary>Units spent in one window of a source's limits.</summary>
/// <param name="WindowSeconds">
/// Names the window: limits of the same length share their alignment and so their count. <see cref="RateWindow.CalendarMonth"/> is one too.
/// </param>
/// <param name="WindowStart">Start of the window that the count belongs to, UTC.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.WindowCounter")]
public sealed record WindowCounter(int WindowSeconds, DateTimeOffset WindowStart, int UsedUnits);
