using OrleansAssets.Imports;

namespace OrleansAssets.Domain.Imports;

/// <summary>What an import of fills did to a book that keeps its own: nothing. The tables have its rows, no position does.</summary>
public static class UnbookedRules
{
    /// <summary>Fills that an answer names: more of them nobody reads.</summary>
    public const int NamedMax = 20;

    /// <param name="counts">What became of the tables.</param>
    /// <param name="first">The first fills that the import added and the book does not have.</param>
    /// <param name="added">How many of those there are.</param>
    /// <returns>The counts of the book: of fills that it knows nothing changed, and the others are in no position of it.</returns>
    public static ImportCounts Of(ImportCounts counts, IReadOnlyCollection<ImportedFill> first, long added)
    {
        ArgumentNullException.ThrowIfNull(counts);
        ArgumentNullException.ThrowIfNull(first);
        var named = first.Take(NamedMax).Select(fill => $"line {fill.Line} '{fill.FillId}', {SameFills.Text(fill)}").ToList();
        if (added > named.Count)
        {
            named.Add($"and {added - named.Count} more");
        }

        if (counts.Updated > 0)
        {
            named.Add($"and {counts.Updated} that an earlier import brought with other figures");
        }

        return counts with
        {
            Inserted = 0,
            Updated = 0,
            Unchanged = counts.Unchanged + counts.Inserted - added,
            Unbooked = added + counts.Updated,
            UnbookedRows = named.Count == 0 ? null : string.Join("; ", named),
        };
    }
}
