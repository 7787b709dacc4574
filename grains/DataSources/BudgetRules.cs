using System.Collections.Immutable;
using OrleansAssets.DataSources;

namespace OrleansAssets.Grains.DataSources;

/// <summary>
/// The budget of a source: several aligned windows at once, none ever exceeded. Calls are reserved and written before they are made;
/// what was not used is given back only when the feed says so, so a crash costs units and never overspends them.
/// </summary>
internal static class BudgetRules
{
    /// <summary>Part of each window that filling history may use; the rest stays for feeds that are up to date.</summary>
    private const double BackfillShare = 0.8;

    /// <summary>The counters as they stand now: one for each length of window, started anew where a window is over.</summary>
    public static ImmutableArray<WindowCounter> Current(
        ImmutableArray<RateWindow> windows, ImmutableArray<WindowCounter> counters, DateTimeOffset now) =>
        [.. windows.Select(window => window.WindowSeconds).Distinct().Select(seconds => Current(seconds, counters, now))];

    /// <summary>Reserves as many of the wanted calls as every window has room for.</summary>
    public static Reservation Reserve(
        ImmutableArray<RateWindow> windows,
        ImmutableArray<WindowCounter> counters,
        CallDemand demand,
        DateTimeOffset now)
    {
        var current = Current(windows, counters, now);
        var calls = demand.CallsMax;
        var freeAt = now;
        foreach (var window in windows)
        {
            var counter = current.First(counter => counter.WindowSeconds == window.WindowSeconds);
            var room = Math.Max(0, UsableUnits(window, demand) - counter.UsedUnits) / demand.UnitsPerCall;
            calls = Math.Min(calls, room);
            var end = counter.WindowStart.AddSeconds(counter.WindowSeconds);
            freeAt = room == 0 && end > freeAt ? end : freeAt;
        }

        return new Reservation(calls, Add(current, calls * demand.UnitsPerCall), freeAt);
    }

    /// <summary>
    /// Settles a reservation. In a window that has begun since, the calls may have fallen into it, so they count there too.
    /// The vendor's own count may only raise ours, and only for the window in which we asked.
    /// </summary>
    public static ImmutableArray<WindowCounter> Settle(
        ImmutableArray<RateWindow> windows, ImmutableArray<WindowCounter> reserved, Spending spending, DateTimeOffset now)
    {
        var unusedUnits = (spending.CallsReserved - spending.CallsMade) * spending.UnitsPerCall;
        var madeUnits = spending.CallsMade * spending.UnitsPerCall;
        var shortest = windows.IsEmpty ? 0 : windows.Min(window => window.WindowSeconds);
        var settled = ImmutableArray.CreateBuilder<WindowCounter>();
        foreach (var counter in Current(windows, reserved, now))
        {
            var inSameWindow = reserved.Any(
                before => before.WindowSeconds == counter.WindowSeconds && before.WindowStart == counter.WindowStart);
            var used = inSameWindow ? counter.UsedUnits - unusedUnits : counter.UsedUnits + madeUnits;
            var stated = inSameWindow && counter.WindowSeconds == shortest ? spending.UsedUnitsStated ?? 0 : 0;
            settled.Add(counter with { UsedUnits = Math.Max(Math.Max(used, 0), stated) });
        }

        return settled.ToImmutable();
    }

    private static int UsableUnits(RateWindow window, CallDemand demand) => demand.IsBackfill
        ? Math.Min(window.LimitUnits, Math.Max(demand.UnitsPerCall, (int)(window.LimitUnits * BackfillShare)))
        : window.LimitUnits;

    private static WindowCounter Current(int windowSeconds, ImmutableArray<WindowCounter> counters, DateTimeOffset now)
    {
        var start = StartOf(windowSeconds, now);
        var stored = counters.FirstOrDefault(counter => counter.WindowSeconds == windowSeconds);
        if (stored is null || stored.WindowStart < start)
        {
            return new WindowCounter(windowSeconds, start, 0);
        }

        // The clock went back. What was spent was really spent: a short step keeps the later window, a long one (a clock that had been
        // set wrong) carries the count into today's window, so that the source is not shut for as long as the clock was wrong.
        return stored.WindowStart - start <= TimeSpan.FromSeconds(windowSeconds) ? stored : stored with { WindowStart = start };
    }

    private static DateTimeOffset StartOf(int windowSeconds, DateTimeOffset now)
    {
        var seconds = now.ToUnixTimeSeconds();
        return DateTimeOffset.FromUnixTimeSeconds(seconds - (seconds % windowSeconds));
    }

    private static ImmutableArray<WindowCounter> Add(ImmutableArray<WindowCounter> counters, int units) =>
        [.. counters.Select(counter => counter with { UsedUnits = counter.UsedUnits + units })];
}

/// <summary>What a feed asks of the budget.</summary>
/// <param name="IsBackfill">Whether the calls fill history and so yield to feeds that are up to date.</param>
internal sealed record CallDemand(int CallsMax, int UnitsPerCall, bool IsBackfill);

/// <summary>What the budget grants.</summary>
/// <param name="Calls">0 where a window is full.</param>
/// <param name="FreeAt">When there may be room again; now where there is.</param>
internal sealed record Reservation(int Calls, ImmutableArray<WindowCounter> Counters, DateTimeOffset FreeAt);

/// <summary>What became of a reservation.</summary>
/// <param name="UsedUnitsStated">The vendor's count for its shortest window, null where it does not say.</param>
internal sealed record Spending(int CallsReserved, int CallsMade, int UnitsPerCall, int? UsedUnitsStated);
