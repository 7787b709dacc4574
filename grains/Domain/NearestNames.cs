using System.Collections.Immutable;

namespace OrleansAssets.Domain;

/// <summary>Finds the names that someone who mistyped one may have meant.</summary>
public static class NearestNames
{
    private const int LengthMax = 64;

    /// <summary>Characters up to which two edits make another name: <c>foo</c> is no slip for <c>top</c>.</summary>
    private const int ShortMax = 3;

    /// <summary>Characters from which on a name that begins with them is what was meant.</summary>
    private const int BeginningMin = 3;

    /// <summary>The nearest name, null where none is near enough to suggest.</summary>
    public static string? Find(string name, IEnumerable<string> candidates) => FindAll(name, candidates, 1).FirstOrDefault();

    /// <summary>
    /// At most <paramref name="count"/> names: those that begin with this one, else the nearest first, each within a third of the name's
    /// length (but of three characters one edit passes, and of more two always do).
    /// </summary>
    public static ImmutableArray<string> FindAll(string name, IEnumerable<string> candidates, int count)
    {
        if (name.Length is 0 or > LengthMax)
        {
            return [];
        }

        var known = candidates.ToArray();
        if (name.Length >= BeginningMin
            && known.Where(candidate => candidate.StartsWith(name, StringComparison.OrdinalIgnoreCase)).ToArray() is { Length: > 0 } begun)
        {
            return [.. begun.Order(StringComparer.Ordinal).Take(count)];
        }

        var distanceMax = name.Length <= ShortMax ? 1 : Math.Max(2, name.Length / 3);
        return
        [
            .. known
                .Select(candidate => (Name: candidate, Distance: Distance(name.ToUpperInvariant(), candidate.ToUpperInvariant())))
                .Where(candidate => candidate.Distance <= distanceMax && candidate.Distance < candidate.Name.Length)
                .OrderBy(candidate => candidate.Distance)
                .ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
                .Take(count)
                .Select(candidate => candidate.Name),
        ];
    }

    /// <summary>Levenshtein distance: fewest insertions, deletions and replacements that turn one text into the other.</summary>
    private static int Distance(string left, string right)
    {
        var previous = Enumerable.Range(0, right.Length + 1).ToArray();
        var current = new int[right.Length + 1];
        for (var i = 1; i <= left.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var replaced = previous[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                current[j] = Math.Min(replaced, Math.Min(previous[j], current[j - 1]) + 1);
            }

            (previous, current) = (current, previous);
        }

        return previous[right.Length];
    }
}
