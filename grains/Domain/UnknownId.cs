using System.Collections.Immutable;

namespace OrleansAssets.Domain;

/// <summary>Says that an id is unknown, and which known ones come nearest.</summary>
public static class UnknownId
{
    private const int NearestMax = 3;
    private const int KnownShownMax = 25;

    public static NotFoundException Of(string kind, string id, IEnumerable<string> known) => new(Message(kind, id, known));

    public static string Message(string kind, string id, IEnumerable<string> known)
    {
        id = IdCheck.Given(id);
        string[] all = [.. known];
        return all.Length == 0
            ? $"There is no {kind} '{id}': the configuration has none."
            : $"There is no {kind} '{id}'. {Instead(id, all)}";
    }

    /// <summary>Which known ids come nearest, or where none is near what there is: a sentence.</summary>
    public static string Instead(string id, IReadOnlyCollection<string> known)
    {
        var nearest = Nearest(id, known);
        return nearest.IsEmpty
            ? $"There are {Listed(known)}."
            : $"The nearest {(nearest.Length == 1 ? "is" : "are")} {string.Join(", ", nearest.Select(candidate => $"'{candidate}'"))}.";
    }

    /// <summary>The known ids that may have been meant, the nearest first; none where nothing is near.</summary>
    public static ImmutableArray<string> Nearest(string id, IEnumerable<string> known) => NearestNames.FindAll(id, known, NearestMax);

    /// <summary>What there is, the first of it where there is much.</summary>
    public static string Listed(IReadOnlyCollection<string> known) => string.Join(", ", known.Take(KnownShownMax))
        + (known.Count > KnownShownMax ? $" and {known.Count - KnownShownMax} more" : "");
}
