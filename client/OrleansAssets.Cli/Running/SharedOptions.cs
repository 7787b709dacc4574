using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using OrleansAssets.Domain;

namespace OrleansAssets.Cli.Running;

/// <summary>Numbers above 0 of a command line, in the form of <see cref="NumberText"/>, so that none is taken for another.</summary>
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

    /// <summary>Likewise of what may be below 0, as the price of a future was: whether its market has such prices the rules know.</summary>
    public static Option<decimal?> Signed(string name, string description, string helpName, bool required) => new(name)
    {
        Description = description,
        HelpName = helpName,
        Required = required,
        CustomParser = result => Parse(name, result, isSignMeant: true),
    };

    public static Argument<decimal?> Argument(string name, string description) => new(name)
    {
        Description = description,
        Arity = ArgumentArity.ExactlyOne,
        CustomParser = result => Parse(name, result),
    };

    private static decimal? Parse(string name, ArgumentResult result, bool isZeroMeant = false, bool isSignMeant = false)
    {
        var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        var isBelow = isSignMeant && text.StartsWith('-');
        if (NumberText.TryReadUnsigned(isBelow ? text[1..] : text, out var value) && (value > 0 || (isZeroMeant && value == 0)))
        {
            return isBelow ? -value : value;
        }

        var bound = isZeroMeant ? "" : isSignMeant ? " other than 0" : " above 0";
        result.AddError($"{name} '{text}' must be a number{bound} in {NumberText.Form}, e.g. 10000.50.");
        return null;
    }
}

/// <summary>Whole numbers of a command line, within bounds: what is none is told like what is beyond them.</summary>
internal static class WholeOption
{
    /// <summary>More than anybody will ever have of anything that is numbered here.</summary>
    private const long NumberMax = 100_000_000_000;

    public static Option<int> Of(string name, string description, string helpName, int otherwise, int least, int most) => new(name)
    {
        Description = description,
        HelpName = helpName,
        DefaultValueFactory = _ => otherwise,
        CustomParser = result => Parse(name, result, least, most),
    };

    /// <summary>The number of something that is stored; null where none is given.</summary>
    public static Option<long?> Number(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "number",
        CustomParser = result => Parse(name, result, 1, NumberMax),
    };

    private static int Parse(string name, ArgumentResult result, int least, int most) => (int)Parse(name, result, (long)least, most);

    private static long Parse(string name, ArgumentResult result, long least, long most)
    {
        var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            && value >= least && value <= most)
        {
            return value;
        }

        result.AddError($"{name} '{text}' must be a whole number from {ValueText.Count(least)} to {ValueText.Count(most)}.");
        return least;
    }
}

/// <summary>Which portfolio is meant.</summary>
internal static class PortfolioOption
{
    public static Option<string> Of() =>
        new("--portfolio") { Description = "Portfolio id", HelpName = "id", DefaultValueFactory = _ => Keys.DefaultPortfolioId };

    public static string IdIn(CommandCall call, Option<string> option) => call.Get(option)!; // has a default
}
