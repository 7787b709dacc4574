using Known = OrleansAssets.Domain.Configuration.NearestNames;

namespace OrleansAssets.Cli.Output;

/// <summary>Which of the known names was probably meant.</summary>
internal static class NameHints
{
    private const int SuggestionsMax = 3;
    private const int KnownShownMax = 25;

    /// <summary>The known name that this one is a slip of the keyboard for; null where none is near enough.</summary>
    public static string? Slip(string name, IEnumerable<string> known) => Known.Find(name, known);

    /// <summary>What to try instead: the nearest known names, or where none is near what there is.</summary>
    public static string Hint(string name, IReadOnlyCollection<string> known)
    {
        var near = Known.FindAll(name, known, SuggestionsMax);
        return near.IsEmpty ? $"there are {string.Join(", ", known.Take(KnownShownMax))}" : $"did you mean {string.Join(" or ", near)}?";
    }
}
