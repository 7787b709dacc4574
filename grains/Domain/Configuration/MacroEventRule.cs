using System.Collections.Immutable;

namespace OrleansAssets.Domain.Configuration;

/// <summary>
/// A kind of release around which nothing is opened: found in the economic calendar by its title, or at the same time each week.
/// </summary>
/// <param name="Name">Its key in the file, e.g. <c>fomc</c>.</param>
/// <param name="Enabled">Whether it is heeded.</param>
/// <param name="Classes">Classes that it moves; empty for all.</param>
/// <param name="Titles">Parts of titles, whatever their case; empty where it is weekly.</param>
/// <param name="Weekly">When it comes each week; null where the calendar knows.</param>
public sealed record MacroEventRule(
    string Name, bool Enabled, ImmutableArray<string> Classes, int BeforeMinutes, int AfterMinutes, ImmutableArray<string> Titles,
    WeeklyTime? Weekly);

/// <summary>A time of the week, by New York's clock.</summary>
public sealed record WeeklyTime(DayOfWeek Day, TimeOnly Time);
