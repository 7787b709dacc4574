using System.CommandLine;
using System.Globalization;

namespace OrleansAssets.Cli.Running;

/// <summary>Instants of a command line: days begin at 00:00 UTC, times without a zone are UTC.</summary>
internal static class InstantOption
{
    public static Option<DateTimeOffset?> Of(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "instant",
        CustomParser = result =>
        {
            if (DateTimeOffset.TryParse(
                result.Tokens[0].Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant))
            {
                return instant.ToUniversalTime();
            }

            result.AddError($"{name} must be an instant, e.g. 2026-04-01T06:00Z.");
            return null;
        },
    };
}
