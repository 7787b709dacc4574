using System.Collections.Immutable;

namespace OrleansAssets.Domain;

/// <summary>Says that an id is unknown, and which known ones come nearest.</summary>
public static class UnknownId
{
    private const int NearestMax = 3;

    public static NotFoundException Of(string kind, string id, IEnumerable<string> known) => new(Message(kind, id, known));

    public static string Message(string kind, string id, IEnumerable<string> known)
    {
        id = IdCheck.Given(id);
        var nearest = Nearest(id, known);
        return nearest.Length == 0
            ? $"There is no {kind} '{id}': the configuration has none."
            : $"There is no {kind} '{id}'. The nearest are {string.Join(", ", nearest.Select(candidate => $"'{candidate}'"))}.";
    }

    /// <summary>The known ids that come nearest, the nearest first.</summary>
    public static ImmutableArray<string> Nearest(string id, IEnumerable<string> known) =>
    [
        .. known.OrderBy(candidate => Distance(id, candidate)).ThenBy(candidate => candidate, StringComparer.Ordinal).Take(NearestMax),
    ];

    /// <summary>Edits (insert, delete, replace) between two ids, letters of either case alike.</summary>
    public static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var replaced = diagonal + (char.ToUpperInvariant(left[i - 1]) == char.ToUpperInvariant(right[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, 1 + Math.Min(row[j], row[j - 1]));
            }
        }

        return row[right.Length];
    }
}
