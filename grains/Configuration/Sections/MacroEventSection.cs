using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using OrleansAssets.Configuration.Yaml;
using OrleansAssets.Domain.Configuration;

namespace OrleansAssets.Configuration.Sections;

/// <summary>Reads an entry of <c>macro_events</c>.</summary>
internal sealed partial class MacroEventSection(KnownIds ids)
{
    private static readonly ImmutableArray<(string Name, DayOfWeek Value)> Days =
    [
        ("monday", DayOfWeek.Monday), ("tuesday", DayOfWeek.Tuesday), ("wednesday", DayOfWeek.Wednesday),
        ("thursday", DayOfWeek.Thursday), ("friday", DayOfWeek.Friday),
    ];

    internal MacroEventRule Read(ConfigValue key, ConfigValue value)
    {
        using var section = value.Section();
        var titles = section.Optional("titles");
        var weekly = section.Optional("weekly");
        if (titles is null == weekly is null)
        {
            section.Fault(titles is null ? "neither titles nor weekly" : "both titles and weekly", "must have one of the two");
        }

        return new MacroEventRule(
            Name: NameRules.SnakeCase(key),
            Enabled: section.Required("enabled").Bool(),
            Classes: section.Optional("classes")?.List(item => item.Reference(ids.Classes), countMin: 1) ?? [],
            BeforeMinutes: section.Required("before_minutes").Int(0, 10_080),
            AfterMinutes: section.Required("after_minutes").Int(0, 10_080),
            Titles: titles?.List(item => item.Text(), countMin: 1) ?? [],
            Weekly: weekly is null ? null : ReadWeekly(weekly));
    }

    private static WeeklyTime ReadWeekly(ConfigValue value)
    {
        using var section = value.Section();
        var time = section.Required("time").Matching(TimeOfDay(), "must be a time of day in New York, e.g. \"10:30\"");
        return new WeeklyTime(
            section.Required("day").Choice(Days),
            TimeOnly.TryParseExact(time, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) ? at : default);
    }

    [GeneratedRegex(@"\A([01][0-9]|2[0-3]):[0-5][0-9]\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TimeOfDay();
}
