using System.Collections.Immutable;
using OrleansAssets.DataSources;

namespace OrleansAssets.Domain.Feeds;

/// <summary>
/// The budget of a source: several aligned windows at once, none ever exceeded. Calls are reserved and written before they are made;
/// what was not used is given back only when the feed says so, so a crash costs units and never overspends them.
/// </summary>
public static class BudgetRules
{
    /// <summary>The name of the window that is the month's money, in units that it buys.</summary>
    public const string Money = "money";

    /// <summary>Every limit of a source: its windows, and where calls are billed the month's money in units.</summary>
    public static ImmutableArray<RateWindow> LimitsOf(DataSourceDefinition? definition) => definition switch
    {
        null => [],
        { UsdPerUnit: > 0 and var price, MonthlyBudgetUsd: { } budget } =>
            definition.Windows.Add(new RateWindow(Money, RateWindow.CalendarMonth, (int)Math.Min(int.MaxValue, budget / price))),
        _ => definition.Windows,
    };

    /// <summary>The counters as they stand now: one for each length of window, started anew where a window is over.</summary>
    public static ImmutableArray<WindowCounter> Current(
        ImmutableArray<RateWindow> windows, ImmutableArray<WindowCounter> counters, DateTimeOffset now) =>
        [.. windows.Select(window => window.WindowSeconds).Distinct().Select(seconds => Current(seconds, counters, now))];

    /// <summary>Reserves as many of the wanted calls as every window has room for.</summary>
    public static CallReservation Reserve(
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
            var end = EndOf(counter);
            var room = Math.Max(0, UsableUnits(window, end, demand, now) - counter.UsedUnits) / demand.UnitsPerCall;
            calls = Math.Min(calls, room);
            freeAt = room == 0 && end > freeAt ? end : freeAt;
        }

        return new CallReservation(calls, Add(current, calls * demand.UnitsPerCall), freeAt);
    }

    /// <summary>
    /// Settles a reservation. In a window that has begun since, the calls may have fallen into it, so they count there too.
    /// The vendor's own count may only raise ours, and only for a window in which we asked.
    /// </summary>
    public static ImmutableArray<WindowCounter> Settle(
        ImmutableArray<RateWindow> windows, ImmutableArray<WindowCounter> reserved, Spending spending, DateTimeOffset now)
    {
        var unusedUnits = (spending.CallsReserved - spending.CallsMade) * spending.UnitsPerCall;
        var madeUnits = spending.CallsMade * spending.UnitsPerCall;
        var refusedUnits = Math.Min(spending.CallsRefused, spending.CallsMade) * spending.UnitsPerCall;
        var shortest = windows.Select(window => window.WindowSeconds).Where(seconds => seconds > 0).DefaultIfEmpty(-1).Min();
        var settled = ImmutableArray.CreateBuilder<WindowCounter>();
        foreach (var counter in Current(windows, reserved, now))
        {
            var inSameWindow = reserved.Any(
                before => before.WindowSeconds == counter.WindowSeconds && before.WindowStart == counter.WindowStart);
            var refused = counter.WindowSeconds == RateWindow.CalendarMonth ? refusedUnits : 0;
            var used = (inSameWindow ? counter.UsedUnits - unusedUnits : counter.UsedUnits + madeUnits) - refused;
            var stated = inSameWindow ? StatedUnits(spending, counter.WindowSeconds, counter.WindowSeconds == shortest) : 0;
            settled.Add(counter with { UsedUnits = Math.Max(Math.Max(used, 0), stated) });
        }

        return settled.ToImmutable();
    }

    private static int StatedUnits(Spending spending, int windowSeconds, bool isShortest) => Math.Max(
        isShortest ? spending.UsedUnitsStated ?? 0 : 0,
        spending.StatedUses.Where(use => use.WindowSeconds == windowSeconds).Select(use => use.UsedUnits).DefaultIfEmpty(0).Max());

    /// <summary>A call gets what the feeds before it leave over: their calls until the window's end are kept.</summary>
    private static int UsableUnits(RateWindow window, DateTimeOffset end, CallDemand demand, DateTimeOffset now)
    {
        var ahead = demand.Ahead.Sum(feed => CallsUntil(feed, end, now)) * demand.UnitsPerCall;
        return (int)Math.Max(0, window.LimitUnits - ahead);
    }

    private static long CallsUntil(DueFeed feed, DateTimeOffset end, DateTimeOffset now)
    {
        var first = feed.NextDueAt > now ? feed.NextDueAt : now;
        return first >= end ? 0 : 1 + (long)((end - first).TotalSeconds / Math.Max(1, feed.EverySeconds));
    }

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
        return stored.WindowStart <= EndOf(stored with { WindowStart = start }) ? stored : stored with { WindowStart = start };
    }

    private static DateTimeOffset EndOf(WindowCounter counter) => counter.WindowSeconds == RateWindow.CalendarMonth
        ? counter.WindowStart.AddMonths(1)
        : counter.WindowStart.AddSeconds(counter.WindowSeconds);

    private static DateTimeOffset StartOf(int windowSeconds, DateTimeOffset now)
    {
        if (windowSeconds == RateWindow.CalendarMonth)
        {
            return new DateTimeOffset(now.UtcDateTime.Year, now.UtcDateTime.Month, 1, 0, 0, 0, TimeSpan.Zero);
        }

        var seconds = now.ToUnixTimeSeconds();
        return DateTimeOffset.FromUnixTimeSeconds(seconds - (seconds % windowSeconds));
    }

    private static ImmutableArray<WindowCounter> Add(ImmutableArray<WindowCounter> counters, int units) =>
        [.. counters.Select(counter => counter with { UsedUnits = counter.UsedUnits + units })];
}

/// <summary>What a feed asks of the budget.</summary>
public sealed record CallDemand(int CallsMax, int UnitsPerCall)
{
    /// <summary>Feeds whose coming calls are left room for: by backfill all that are up to date, else those that gates rest on.</summary>
    public ImmutableArray<DueFeed> Ahead { get; init; } = [];
}

/// <summary>When a feed that is up to date is asked again.</summary>
public sealed record DueFeed(DateTimeOffset NextDueAt, int EverySeconds);

/// <summary>What the budget grants.</summary>
/// <param name="Calls">0 where a window is full.</param>
/// <param name="FreeAt">When there may be room again; now where there is.</param>
public sealed record CallReservation(int Calls, ImmutableArray<WindowCounter> Counters, DateTimeOffset FreeAt);

/// <summary>What became of a reservation.</summary>
/// <param name="UsedUnitsStated">The vendor's count for its shortest window, null where it does not say.</param>
public sealed record Spending(int CallsReserved, int CallsMade, int UnitsPerCall, int? UsedUnitsStated)
{
    /// <summary>Calls that the vendor refused to answer: they count in its limits, and are not billed.</summary>
    public int CallsRefused { get; init; }

    /// <summary>The vendor's counts for any windows, beside that of the shortest.</summary>
    public ImmutableArray<StatedUse> StatedUses { get; init; } = [];
}
