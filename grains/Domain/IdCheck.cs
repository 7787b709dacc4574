namespace OrleansAssets.Domain;

/// <summary>What ids and names that callers give must look like.</summary>
public static class IdCheck
{
    public const int LengthMax = 80;

    private static readonly string Rule = $"must have 1 to {LengthMax} characters";

    /// <summary>What is wrong with an id, with the remedy; null where nothing is.</summary>
    public static FieldFault? FaultOf(string name, string? value) => value switch
    {
        null or "" => new FieldFault(name, value, Rule, $"{name} is empty; give 1 to {LengthMax} characters"),
        { Length: > LengthMax } => new FieldFault(
            name, Given(value), Rule, $"{name} has {value.Length:N0} characters; at most {LengthMax} are allowed"),
        _ when string.IsNullOrWhiteSpace(value) => new FieldFault(
            name, value, Rule, $"{name} is blank; give 1 to {LengthMax} characters"),
        _ when char.IsWhiteSpace(value[0]) || char.IsWhiteSpace(value[^1]) => new FieldFault(
            name, value, "must begin and end with no blank",
            $"{name} begins or ends with a blank, which makes another id of it; give it without"),
        "." or ".." => new FieldFault(
            name, value, "must not be a dot or two",
            $"{name} is '{value}', which is the way up in an address and could never be asked for; give another"),
        _ => PrintableText.FaultOf(name, value) is { } words ? new FieldFault(name, null, PrintableText.Rule, words) : null,
    };

    /// <summary>An id as somebody gave it, for an error: the start of one that is too long to be any.</summary>
    public static string Given(string? id) => id?.Length > LengthMax ? id[..LengthMax] + "..." : id ?? "";
}
