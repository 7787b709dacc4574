namespace OrleansAssets.Storage;

/// <summary>
/// Rows in the order of their key, each key once. All writers take rows in this order, so that two that overlap wait for each other and
/// never deadlock.
/// </summary>
internal static class RowOrder
{
    /// <summary>Of rows with the same key the one given last is kept.</summary>
    public static IReadOnlyList<T> Strict<T>(IReadOnlyCollection<T> rows, IComparer<T> byKey)
    {
        var list = rows as IReadOnlyList<T> ?? [.. rows];
        return IsStrict(list, byKey) ? list : SortAndThin(list, byKey);
    }

    private static bool IsStrict<T>(IReadOnlyList<T> rows, IComparer<T> byKey)
    {
        for (var index = 1; index < rows.Count; index++)
        {
            if (byKey.Compare(rows[index - 1], rows[index]) >= 0)
            {
                return false;
            }
        }

        return true;
    }

    private static List<T> SortAndThin<T>(IReadOnlyList<T> rows, IComparer<T> byKey)
    {
        var kept = new List<T>(rows.Count);
        foreach (var row in rows.Order(byKey)) // stable
        {
            if (kept.Count > 0 && byKey.Compare(kept[^1], row) == 0)
            {
                kept[^1] = row;
            }
            else
            {
                kept.Add(row);
            }
        }

        return kept;
    }
}

/// <summary>The order of natural keys: their texts as bytes, then the time.</summary>
internal static class KeyOrder
{
    public static IComparer<T> Of<T>(Func<T, DateTimeOffset>? timeOf, params Func<T, string>[] texts) =>
        Comparer<T>.Create((left, right) =>
        {
            foreach (var text in texts)
            {
                if (string.CompareOrdinal(text(left), text(right)) is not 0 and var order)
                {
                    return order;
                }
            }

            return timeOf is null ? 0 : timeOf(left).CompareTo(timeOf(right));
        });
}
