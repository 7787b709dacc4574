using OrleansAssets.Domain;

namespace OrleansAssets.Cli.Output;

/// <summary>Which of the known names was probably meant.</summary>
internal static class NameHints
{
    private const int SuggestionsMax = 3;

    /// <summary>The known name that this one is a slip of the keyboard for; null where none is near enough.</summary>
    public static string? Slip(string name, IEnumerable<string> known) => NearestNames.Find(name, known);

    /// <summary>What to try instead: the nearest known names, or where none is near what there is.</summary>
    public static string Hint(string name, IReadOnlyCollection<string> known)
    {
        var near = NearestNames.FindAll(name, known, SuggestionsMax);
        return near.IsEmpty ? $"there are {UnknownId.Listed(known)}" : $"did you mean {string.Join(" or ", near)}?";
    }
}
