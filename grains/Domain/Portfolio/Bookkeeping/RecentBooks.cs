using System.Collections.Immutable;

namespace OrleansAssets.Domain.Portfolio.Bookkeeping;

/// <summary>
/// Books as they were written lately, in memory: a fill that is told seconds late is told from the last of them for which it is not late,
/// and neither the beginning of the journal nor what was known better long ago is read for it.
/// </summary>
public sealed class RecentBooks
{
    /// <summary>Books that are kept.</summary>
    public const int CountMax = 20;

    private ImmutableArray<PortfolioBook> _books = [];

    /// <summary>Entries between two books.</summary>
    public int Every { get; init; } = 50;

    /// <summary>Remembers a book as it is written, where the last one is old enough.</summary>
    public void Keep(PortfolioBook written)
    {
        ArgumentNullException.ThrowIfNull(written);
        if (_books.IsEmpty || written.Head.Sequence >= _books[^1].Head.Sequence + Every)
        {
            _books = [.. _books.Append(written).TakeLast(CountMax)];
        }
    }

    /// <summary>The last book for which a fill is not late; null where it is for all.</summary>
    /// <param name="fundedAt">When the book had its first money.</param>
    public PortfolioBook? Find(FillRecorded late, DateTimeOffset? fundedAt, DateTimeOffset now) =>
        _books.LastOrDefault(book => !FillTimes.IsAfter(book, late, fundedAt, now));
}
