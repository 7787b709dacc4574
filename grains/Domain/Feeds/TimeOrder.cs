using System.Collections.Immutable;

namespace OrleansAssets.Domain.Feeds;

/// <summary>
/// Which rows of a page break its order in time: as few as can be. One that is stamped too late is found by those behind it, which would
/// all lie before it; to compare each row with the one before would keep the wrong one and leave out the others.
/// </summary>
public static class TimeOrder
{
    /// <summary>For each row whether it is in order.</summary>
    /// <param name="mayRepeat">Whether rows may share a time; else the first of such stays.</param>
    public static ImmutableArray<bool> Of(IReadOnlyList<DateTimeOffset> times, bool mayRepeat)
    {
        ArgumentNullException.ThrowIfNull(times);

        // The longest ascending row of them: for each length the row with which one of that length ends soonest.
        var (ends, before) = (new List<int>(), new int[times.Count]);
        for (var index = 0; index < times.Count; index++)
        {
            var length = LengthBefore(times, ends, times[index], mayRepeat);
            if (!mayRepeat && length < ends.Count && times[ends[length]] == times[index])
            {
                continue;
            }

            before[index] = length == 0 ? -1 : ends[length - 1];
            if (length == ends.Count)
            {
                ends.Add(index);
            }
            else
            {
                ends[length] = index;
            }
        }

        var isIn = new bool[times.Count];
        for (var index = ends.Count == 0 ? -1 : ends[^1]; index >= 0; index = before[index])
        {
            isIn[index] = true;
        }

        return [.. isIn];
    }

    private static int LengthBefore(IReadOnlyList<DateTimeOffset> times, List<int> ends, DateTimeOffset at, bool mayRepeat)
    {
        var (low, high) = (0, ends.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            var isBefore = mayRepeat ? times[ends[middle]] <= at : times[ends[middle]] < at;
            (low, high) = isBefore ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
