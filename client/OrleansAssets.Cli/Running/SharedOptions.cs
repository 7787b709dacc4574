using System.CommandLine;
using System.Globalization;

namespace OrleansAssets.Cli.Running;

/// <summary>Options that are numbers.</summary>
internal static class NumberOption
{
    /// <summary>A decimal above 0; thousands separators are allowed.</summary>
    public static Option<decimal?> Of(string name, string description, string helpName, bool required) => new(name)
    {
        Description = description,
        HelpName = helpName,
        Required = required,
        CustomParser = result =>
        {
            var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var value) && value > 0)
            {
                return value;
            }

            result.AddError($"{name} '{text}' must be a number above 0, e.g. 10000 or 10,000.50.");
            return null;
        },
    };
}

/// <summary>Who does it: kept in the log of what was changed.</summary>
internal static class OperatorOption
{
    public static Option<string?> Of() =>
        new("--operator") { Description = "Who does it, for the log (else the user of this session)", HelpName = "name" };

    public static string NameIn(CommandCall call, Option<string?> option) =>
        call.Get(option) is { } name && !string.IsNullOrWhiteSpace(name) ? name.Trim() : Environment.UserName;
}

/// <summary>Which portfolio is meant.</summary>
internal static class PortfolioOption
{
    public static Option<string> Of() =>
        new("--portfolio") { Description = "Portfolio id", HelpName = "id", DefaultValueFactory = _ => Keys.DefaultPortfolioId };

    public static string IdIn(CommandCall call, Option<string> option) => call.Get(option)!; // has a default
}
