using System.CommandLine;
using System.Globalization;

namespace OrleansAssets.Cli.Commands;

/// <summary>Options that are numbers.</summary>
internal static class Numbers
{
    /// <summary>A decimal above 0; thousands separators are allowed.</summary>
    public static Option<decimal?> Option(string name, string description, string helpName, bool required) => new(name)
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
