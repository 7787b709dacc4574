namespace OrleansAssets.Cli.Output;

/// <summary>Which of the known names was probably meant.</summary>
internal static class NearestNames
{
    private const int SuggestionsMax = 3;

    /// <summary>The nearest known name if it is near enough to be a slip of the keyboard; else null.</summary>
    public static string? Slip(string name, IEnumerable<string> known)
    {
        var nearest = known.MinBy(candidate => Distance(name, candidate));
        return nearest is not null && Distance(name, nearest) <= Math.Max(1, Math.Max(name.Length, nearest.Length) / 3) ? nearest : null;
    }

    /// <summary>The nearest known names, for a list in a message.</summary>
    public static string List(string name, IEnumerable<string> known) =>
        string.Join(", ", known.OrderBy(candidate => Distance(name, candidate)).Take(SuggestionsMax));

    /// <summary>Fewest single-character edits between two names, ignoring case.</summary>
    internal static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var same = char.ToUpperInvariant(left[i - 1]) == char.ToUpperInvariant(right[j - 1]);
                var replaced = diagonal + (same ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[right.Length];
    }
}
