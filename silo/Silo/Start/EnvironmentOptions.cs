using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace OrleansAssets.Silo.Start;

/// <summary>Reads a value; false where the text is none.</summary>
internal delegate bool ReadsText<T>(string text, out T value);

/// <summary>
/// Options of a command line that may also be set in the environment, as ASSETS_NAME: <c>--silo-port</c> as ASSETS_SILO_PORT. What the
/// command line says comes first; an empty variable is none. A value is read by one rule, wherever it stands.
/// </summary>
internal sealed class EnvironmentOptions(Func<string, string?> environment)
{
    private const string FlagRule = "1, true or yes, or else 0, false or no";

    private readonly List<(Option Option, string Fault)> _faults = [];

    /// <summary>All of them, in the order in which they were made.</summary>
    public List<Option> All { get; } = [];

    /// <summary>The variable that stands for an option that is not given.</summary>
    public static string VariableOf(Option option) => $"ASSETS_{option.Name.TrimStart('-').Replace('-', '_').ToUpperInvariant()}";

    public Option<string?> Text(string name, string description, string? otherwise = null) =>
        Value(name, description, otherwise, "a text", static (string text, out string? value) => (value = text).Length > 0);

    /// <param name="max">Inclusive, as is <paramref name="min"/>.</param>
    public Option<int?> Number(string name, string description, int? otherwise, int min, int max) =>
        Value(name, description, otherwise, $"a whole number from {min} to {max}", (string text, out int? value) =>
        {
            var isNumber = int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number);
            value = number;
            return isNumber && number >= min && number <= max;
        });

    public Option<bool> Flag(string name, string description)
    {
        var option = new Option<bool>(name) { Description = description };
        Complete(option, otherwise: false, FlagRule, static (string text, out bool value) =>
        {
            value = text.ToUpperInvariant() is "1" or "TRUE" or "YES";
            return value || text.ToUpperInvariant() is "0" or "FALSE" or "NO";
        });
        return option;
    }

    /// <param name="rule">What the text must be, e.g. <c>an IP address</c>.</param>
    public Option<T> Value<T>(string name, string description, T otherwise, string rule, ReadsText<T> read)
    {
        var option = new Option<T>(name)
        {
            Description = description,
            CustomParser = result => Parse(result, name, otherwise, rule, read),
        };
        Complete(option, otherwise, rule, read);
        return option;
    }

    /// <summary>What is wrong with the command line, and with each variable that stands for what it does not say.</summary>
    public IReadOnlyList<string> FaultsOf(ParseResult parsed) =>
    [
        .. parsed.Errors.Select(error => error.Message),
        .. _faults.Where(one => parsed.GetResult(one.Option) is null or { Implicit: true }).Select(one => one.Fault),
    ];

    /// <summary>A variable that is no option.</summary>
    public string? Variable(string name) => environment(name) is { Length: > 0 } text ? text : null;

    private static T Parse<T>(ArgumentResult result, string name, T otherwise, string rule, ReadsText<T> read)
    {
        if (result.Tokens is not [var token])
        {
            return otherwise; // the parser reports it
        }

        if (read(token.Value, out var value))
        {
            return value;
        }

        result.AddError(Fault(name, token.Value, rule));
        return otherwise;
    }

    private void Complete<T>(Option<T> option, T otherwise, string rule, ReadsText<T> read)
    {
        var (variable, value) = (VariableOf(option), otherwise);
        if (Variable(variable) is { } text && !read(text, out value))
        {
            _faults.Add((option, Fault(variable, text, rule)));
        }

        option.Description += $" [{variable}]";
        option.DefaultValueFactory = _ => value;
        All.Add(option);
    }

    private static string Fault(string place, string text, string rule) => $"{place} is '{text}'; it must be {rule}.";
}
