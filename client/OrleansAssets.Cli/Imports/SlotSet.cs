namespace OrleansAssets.Cli.Imports;

/// <summary>
/// A set of numbers that lie near each other, a bit each: thirty years of minutes fit in two megabytes, so that a file of any size
/// is checked for duplicates without growing memory.
/// </summary>
internal sealed class SlotSet
{
    private const int SlotsInPage = 1 << 15;
    private readonly Dictionary<long, ulong[]> _pages = [];

    /// <summary>Adds a number; false where it was there.</summary>
    public bool Add(long slot)
    {
        var pageNumber = Math.DivRem(slot, SlotsInPage, out var offset);
        if (offset < 0)
        {
            (pageNumber, offset) = (pageNumber - 1, offset + SlotsInPage);
        }

        if (!_pages.TryGetValue(pageNumber, out var page))
        {
            _pages.Add(pageNumber, page = new ulong[SlotsInPage / 64]);
        }

        ref var word = ref page[offset >> 6];
        var bit = 1UL << (int)(offset & 63);
        if ((word & bit) != 0)
        {
            return false;
        }

        word |= bit;
        return true;
    }
}
