namespace OrleansAssets.Pages.Parts;

/// <summary>
/// Codes and ids as words: <c>CLASS_LIMIT</c> is 'Class limit'. The code itself stands beside it where programs branch on it.
/// </summary>
internal static class RuleText
{
    public static string Words(string code)
    {
        var words = code.Replace('_', ' ').ToLowerInvariant();
        return words.Length == 0 ? words : char.ToUpperInvariant(words[0]) + words[1..];
    }

    /// <summary>The words of an enum's value: <c>NotConfigured</c> is 'Not configured'.</summary>
    public static string Words(Enum value) =>
        Words(string.Concat(value.ToString().Select((letter, at) => at > 0 && char.IsUpper(letter) ? $"_{letter}" : $"{letter}")));
}
