using System.CommandLine;
using System.Globalization;

namespace OrleansAssets.Cli.Running;

/// <summary>Days of a command line, in UTC.</summary>
internal static class DayOption
{
    public static Option<DateOnly?> Of(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "day",
        CustomParser = result =>
        {
            if (DateOnly.TryParseExact(
                result.Tokens[0].Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            {
                return day;
            }

            result.AddError($"{name} must be a day, e.g. 2026-03-31.");
            return null;
        },
    };
}
