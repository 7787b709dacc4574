using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace OrleansAssets.Cli.Running;

/// <summary>
/// Numbers above 0 of a command line. They have one form, so that none is taken for another: in half of the world 0,01 is a hundredth and
/// 1.000 a thousand, and an amount of money is no place to guess.
/// </summary>
internal static class NumberOption
{
    public static Option<decimal?> Of(string name, string description, string helpName, bool required) => new(name)
    {
        Description = description,
        HelpName = helpName,
        Required = required,
        CustomParser = result => Parse(name, result),
    };

    /// <summary>Likewise of what may be 0, as a broker's fee is.</summary>
    public static Option<decimal?> OrZero(string name, string description, string helpName) => new(name)
    {
        Description = description,
        HelpName = helpName,
        CustomParser = result => Parse(name, result, isZeroMeant: true),
    };

    public static Argument<decimal?> Argument(string name, string description) => new(name)
    {
        Description = description,
        Arity = ArgumentArity.ExactlyOne,
        CustomParser = result => Parse(name, result),
    };

    private static decimal? Parse(string name, ArgumentResult result, bool isZeroMeant = false)
    {
        var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            && (value > 0 || (isZeroMeant && value == 0)))
        {
            return value;
        }

        result.AddError(
            $"{name} '{text}' must be a number{(isZeroMeant ? "" : " above 0")} in digits, with a point before decimals and nothing "
            + "between thousands, e.g. 10000.50.");
        return null;
    }
}

/// <summary>Which portfolio is meant.</summary>
internal static class PortfolioOption
{
    public static Option<string> Of() =>
        new("--portfolio") { Description = "Portfolio id", HelpName = "id", DefaultValueFactory = _ => Keys.DefaultPortfolioId };

    public static string IdIn(CommandCall call, Option<string> option) => call.Get(option)!; // has a default
}
