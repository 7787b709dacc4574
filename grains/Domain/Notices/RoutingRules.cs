using System.Collections.Immutable;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Notices;

namespace OrleansAssets.Domain.Notices;

/// <summary>Which news goes through which channel, and when.</summary>
public static class RoutingRules
{
    /// <summary>
    /// That something has healed is told after so long: what comes back before goes on as the same notice, and nobody is told twice.
    /// </summary>
    public static readonly TimeSpan ClearedAfter = TimeSpan.FromMinutes(5);

    /// <summary>The channels of news, each once, at the earliest of its routes.</summary>
    public static ImmutableArray<PlannedDelivery> Plan(NoticeSettings settings, NoticeNews news, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(news);
        if (news.What == NewsKinds.Escalated)
        {
            return [.. (settings.Escalation?.Channels ?? []).Select(channel => new PlannedDelivery(channel, now))];
        }

        var routes = settings.Routes.IsEmpty
            ? [new NoticeRoute("all", [.. settings.Channels.Select(channel => channel.Id)])]
            : settings.Routes;
        return
        [
            .. routes.Where(route => Takes(route, news))
                .SelectMany(route => route.Channels.Select(channel => new PlannedDelivery(channel, DueAt(settings, route, news, now))))
                .GroupBy(planned => planned.Channel, StringComparer.Ordinal)
                .Select(same => same.MinBy(planned => planned.DueAt)!), // a group has one
        ];
    }

    /// <summary>Until when people are not disturbed; null where they are awake.</summary>
    public static DateTimeOffset? QuietUntil(QuietHours? quiet, DateTimeOffset now)
    {
        if (quiet is null)
        {
            return null;
        }

        var zone = TimeZoneInfo.FindSystemTimeZoneById(quiet.Zone);
        var local = TimeZoneInfo.ConvertTime(now, zone).DateTime;
        var time = TimeOnly.FromDateTime(local);
        var isOverMidnight = quiet.From > quiet.Until;
        var isQuiet = isOverMidnight ? time >= quiet.From || time < quiet.Until : time >= quiet.From && time < quiet.Until;
        if (!isQuiet)
        {
            return null;
        }

        var day = DateOnly.FromDateTime(local).AddDays(isOverMidnight && time >= quiet.From ? 1 : 0);
        var end = day.ToDateTime(quiet.Until);

        // An hour that clocks leap over does not exist: people are awake by the next that does.
        while (zone.IsInvalidTime(end))
        {
            end = end.AddMinutes(30);
        }

        return new DateTimeOffset(end, zone.GetUtcOffset(end)).ToUniversalTime();
    }

    private static bool Takes(NoticeRoute route, NoticeNews news) => news.Severity >= route.Severity
        && (route.Kinds.IsEmpty || route.Kinds.Contains(news.Kind, StringComparer.Ordinal));

    private static DateTimeOffset DueAt(NoticeSettings settings, NoticeRoute route, NoticeNews news, DateTimeOffset now)
    {
        if (news is { Severity: NoticeSeverity.Critical, What: not NewsKinds.Cleared })
        {
            return now;
        }

        var due = route.DigestMinutes is { } minutes ? NextOf(TimeSpan.FromMinutes(minutes), now) : now;
        return QuietUntil(settings.Quiet, due) ?? due;
    }

    // All digests of an interval end at the same instants, so that what is due together is told together.
    private static DateTimeOffset NextOf(TimeSpan every, DateTimeOffset now) =>
        new(((now.UtcTicks / every.Ticks) + 1) * every.Ticks, TimeSpan.Zero);
}
