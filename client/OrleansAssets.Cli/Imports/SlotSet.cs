using System.Numerics;
using OrleansAssets.AssetClasses;
using OrleansAssets.Domain.Calendars;
using OrleansAssets.MarketData;

namespace OrleansAssets.Cli.Imports;

/// <summary>
/// A set of numbers that lie near each other, a bit each: thirty years of minutes fit in two megabytes, so that a file of any size
/// is checked for duplicates without growing memory.
/// </summary>
internal sealed class SlotSet
{
    private const int SlotsInPage = 1 << 15;
    private readonly SortedDictionary<long, ulong[]> _pages = [];
    private (long Number, ulong[] Words) _last = (long.MinValue, []);

    /// <summary>Adds a number; false where it was there.</summary>
    public bool Add(long slot)
    {
        var (number, offset) = PageOf(slot);
        if (_last.Number != number)
        {
            if (!_pages.TryGetValue(number, out var page))
            {
                _pages.Add(number, page = new ulong[SlotsInPage / 64]);
            }

            _last = (number, page);
        }

        ref var word = ref _last.Words[offset >> 6];
        var bit = 1UL << (offset & 63);
        if ((word & bit) != 0)
        {
            return false;
        }

        word |= bit;
        return true;
    }

    public bool Contains(long slot)
    {
        var (number, offset) = PageOf(slot);
        return _pages.TryGetValue(number, out var page) && (page[offset >> 6] & (1UL << (offset & 63))) != 0;
    }

    /// <summary>All numbers, ascending.</summary>
    public IEnumerable<long> Slots()
    {
        foreach (var (number, page) in _pages)
        {
            for (var index = 0; index < page.Length; index++)
            {
                for (var word = page[index]; word != 0; word &= word - 1)
                {
                    yield return (number * SlotsInPage) + (index * 64) + BitOperations.TrailingZeroCount(word);
                }
            }
        }
    }

    /// <summary>Where numbers are open times in steps of a timeframe: bars of the calendar between first and last without one.</summary>
    public long Missing(MarketHours hours, Timeframe timeframe)
    {
        var step = timeframe.Step().Ticks;
        if (_pages.Count == 0)
        {
            return 0;
        }

        var span = new TimeRange(InstantOf(Slots().First()), InstantOf(LastSlot()) + timeframe.Duration());
        var missing = 0L;
        foreach (var slot in MarketCalendar.SlotsOf(hours, timeframe, span.From, span.Until))
        {
            var from = ((slot.From - DateTimeOffset.UnixEpoch).Ticks + step - 1) / step;
            var until = (slot.Until - DateTimeOffset.UnixEpoch).Ticks;
            var isThere = false;
            for (var number = from; number * step < until && !isThere; number++)
            {
                isThere = Contains(number);
            }

            missing += isThere ? 0 : 1;
        }

        return missing;

        DateTimeOffset InstantOf(long slot) => DateTimeOffset.UnixEpoch.AddTicks(slot * step);
    }

    private long LastSlot()
    {
        var (number, page) = _pages.Last();
        var index = Array.FindLastIndex(page, word => word != 0);
        return (number * SlotsInPage) + (index * 64) + 63 - BitOperations.LeadingZeroCount(page[index]);
    }

    private static (long Number, int Offset) PageOf(long slot)
    {
        var number = Math.DivRem(slot, SlotsInPage, out var offset);
        return offset < 0 ? (number - 1, (int)offset + SlotsInPage) : (number, (int)offset);
    }
}
