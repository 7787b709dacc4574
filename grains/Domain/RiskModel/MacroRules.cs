using System.Collections.Immutable;
using OrleansAssets.Domain.Calendars;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.MarketData;
using OrleansAssets.RiskModel;

namespace OrleansAssets.Domain.RiskModel;

/// <summary>When releases that move markets keep positions from being opened.</summary>
public static class MacroRules
{
    /// <summary>Events are read so far ahead; a calendar that reaches no farther than a day is not known.</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromDays(8);

    /// <summary>
    /// A calendar is known for so long after it was collected, or for three of its pauses where that is longer: dates reach months ahead,
    /// and of what was added or moved since nobody here has heard.
    /// </summary>
    private static readonly TimeSpan KnownFor = TimeSpan.FromDays(4);

    /// <summary>Most windows that a decision stores.</summary>
    private const int WindowsMax = 5;

    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    /// <summary>Whether the economic calendar must be read.</summary>
    public static bool NeedCalendar(ImmutableArray<MacroEventRule> rules) => rules.Any(rule => rule is { Enabled: true, Weekly: null });

    /// <summary>How far the economic calendar is known: as far as that of any source; null where none was collected.</summary>
    public static DateTimeOffset? KnownUntil(IEnumerable<CollectedCalendar> calendars) => calendars
        .Where(calendar => calendar.CollectedAt is not null)
        .Max(calendar =>
        {
            var (pauses, collected) = (calendar.Every * 3, calendar.CollectedAt!.Value);
            var aged = collected + (pauses > KnownFor ? pauses : KnownFor);
            return (DateTimeOffset?)(aged < calendar.EndsAt ? aged : calendar.EndsAt);
        });

    /// <summary>Of all events those that a rule heeds.</summary>
    public static ImmutableArray<MacroEvent> Heeded(ImmutableArray<MacroEventRule> rules, IEnumerable<EconomicEvent> events) =>
        [.. events.Where(one => rules.Any(rule => IsOf(rule, one.Title))).Select(one => new MacroEvent(one.Title, one.At))];

    /// <summary>What an order of a class has to heed; null where no rule that is switched on concerns it.</summary>
    public static MacroFacts? Of(ImmutableArray<MacroEventRule> rules, string classId, RiskModelView model, DateTimeOffset now)
    {
        var own = rules.Where(rule => rule.Enabled && (rule.Classes.IsEmpty || rule.Classes.Contains(classId, StringComparer.Ordinal)))
            .ToImmutableArray();
        if (own.IsEmpty)
        {
            return null;
        }

        var windows = own.SelectMany(rule => WindowsOf(rule, model.Events ?? [], now))
            .Where(window => window.Until > now && window.From <= now + Week)
            .OrderBy(window => window.From).ThenBy(window => window.Title, StringComparer.Ordinal).Take(WindowsMax);
        return new MacroFacts([.. windows], NeedCalendar(own), model.EventsUntil);
    }

    private static IEnumerable<MacroWindow> WindowsOf(MacroEventRule rule, ImmutableArray<MacroEvent> events, DateTimeOffset now)
    {
        var (before, after) = (TimeSpan.FromMinutes(rule.BeforeMinutes), TimeSpan.FromMinutes(rule.AfterMinutes));
        if (rule.Weekly is not { } weekly)
        {
            return events.Where(one => IsOf(rule, one.Title)).Select(one => IsDateOnly(one.At)
                ? new MacroWindow(one.Title, MidnightAfter(one.At, 0) - before, MidnightAfter(one.At, 1) + after)
                : new MacroWindow(one.Title, one.At - before, one.At + after));
        }

        var today = NewYorkTime.DateOf(now);
        return Enumerable.Range(-8, 24).Select(today.AddDays).Where(date => date.DayOfWeek == weekly.Day)
            .Select(date => HasHoliday(date)
                // It comes a day earlier or later, at a time that nobody knows here.
                ? (From: NewYorkTime.MidnightOf(date.AddDays(-1)), Until: NewYorkTime.MidnightOf(date.AddDays(2)))
                : (From: NewYorkTime.InstantOf(date, weekly.Time), Until: NewYorkTime.InstantOf(date, weekly.Time)))
            .Select(span => new MacroWindow(rule.Name, span.From - before, span.Until + after));
    }

    /// <summary>Whether a weekday of the same week is a holiday of the exchanges or of the federal offices that publish.</summary>
    private static bool HasHoliday(DateOnly date)
    {
        var monday = date.AddDays(DayOfWeek.Monday - date.DayOfWeek);
        return Enumerable.Range(0, 5).Select(monday.AddDays).Any(day => !UsExchangeCalendar.IsTradingDay(day)
            || day is { Month: 11, Day: 11 } // Veterans Day
            || (day is { Month: 10, DayOfWeek: DayOfWeek.Monday, Day: >= 8 and <= 14 })); // Columbus Day
    }

    private static bool IsOf(MacroEventRule rule, string title) =>
        rule.Enabled && rule.Titles.Any(part => title.Contains(part, StringComparison.OrdinalIgnoreCase));

    // A source that names only a date gives its midnight in UTC: the release may come at any time of that day.
    private static bool IsDateOnly(DateTimeOffset at) => at.UtcDateTime.TimeOfDay == TimeSpan.Zero;

    private static DateTimeOffset MidnightAfter(DateTimeOffset at, int days) =>
        NewYorkTime.MidnightOf(DateOnly.FromDateTime(at.UtcDateTime).AddDays(days));
}

/// <summary>The economic calendar of one source.</summary>
/// <param name="EndsAt">Its last date.</param>
/// <param name="CollectedAt">When it was collected last; null for never.</param>
/// <param name="Every">How often it is to be.</param>
public sealed record CollectedCalendar(DateTimeOffset EndsAt, DateTimeOffset? CollectedAt, TimeSpan Every);

/// <summary>What an order has to heed of releases.</summary>
/// <param name="Windows">Those under way and to come within a week, the next first.</param>
/// <param name="NeedsCalendar">Whether some of them come from the economic calendar.</param>
/// <param name="KnownUntil">How far the calendar reaches; null where there is none.</param>
public sealed record MacroFacts(ImmutableArray<MacroWindow> Windows, bool NeedsCalendar, DateTimeOffset? KnownUntil);

/// <summary>A time in which nothing is opened.</summary>
public sealed record MacroWindow(string Title, DateTimeOffset From, DateTimeOffset Until);
