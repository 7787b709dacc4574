namespace OrleansAssets.Api.Problems;

/// <summary>One thing that is wrong with a request.</summary>
/// <param name="Place">Where it is: a path in the body such as <c>$.quantity</c>, or a parameter such as <c>query count</c>.</param>
/// <param name="Value">What was found; null where nothing was.</param>
/// <param name="Rule">What is allowed, as a sentence's end that follows the value: <c>must be a number</c>.</param>
/// <param name="Remedy">What to do; null where the rule says it.</param>
public sealed record RequestFault(string Place, string? Value, string Rule, string? Remedy = null)
{
    private const int ValueLengthMax = 80;

    /// <summary>The fault in a sentence.</summary>
    public string Sentence => $"{Place} {(Value is null ? "" : $"is '{Value}'; it ")}{Rule}{(Remedy is null ? "" : $": {Remedy}")}.";

    /// <summary>A value as a fault shows it: the start of one that is long.</summary>
    public static string Shown(string value) => value.Length <= ValueLengthMax ? value : value[..ValueLengthMax] + "...";
}
