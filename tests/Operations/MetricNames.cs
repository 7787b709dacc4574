using System.Text.RegularExpressions;

namespace OrleansAssets.Tests.Operations;

/// <summary>The series that an expression of PromQL asks for, and the values that it compares labels with.</summary>
internal static partial class MetricNames
{
    private static readonly string[] Prefixes = ["assets_", "orleans_", "db_", "dotnet_", "http_", "kestrel_", "process_"];

    public static IEnumerable<string> Of(string expression) => Words().Matches(Labels().Replace(expression, ""))
        .Select(match => match.Value)
        .Where(word => Array.Exists(Prefixes, prefix => word.StartsWith(prefix, StringComparison.Ordinal))).Distinct();

    /// <summary>Each value by its label; an expression's alternatives apart.</summary>
    public static IEnumerable<(string Label, string Value)> LabelsOf(string expression) =>
        from match in Matchers().Matches(expression)
        from value in match.Groups["value"].Value.Split('|')
        select (match.Groups["label"].Value, value);

    [GeneratedRegex("(?<label>[a-z_]+)\\s*(?:=~|!~|!=|=)\\s*\"(?<value>[^\"]*)\"", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Matchers();

    // What stands in braces, and what is grouped by, are labels.
    [GeneratedRegex(@"\{[^}]*\}|\b(?:by|without)\s*\([^)]*\)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Labels();

    [GeneratedRegex("[a-zA-Z_][a-zA-Z0-9_]*", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Words();
}
