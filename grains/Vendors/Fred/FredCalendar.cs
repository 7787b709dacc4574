using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.MarketData;
using OrleansAssets.Vendors.Http;

namespace OrleansAssets.Vendors.Fred;

/// <summary>Reads release dates. They are bare dates: FRED knows neither the hour nor what is expected.</summary>
internal static class FredCalendar
{
    /// <summary>Most rows of a page, the vendor's own limit.</summary>
    public const int RowsMax = 1000;

    private const int TitleCharsMax = 200;
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>The page, or what is wrong with the reply as the end of a sentence.</summary>
    public static string? TryRead(JsonElement root, DateTimeOffset from, out DataPage<EconomicEvent> page)
    {
        page = new DataPage<EconomicEvent>([], ContinueFrom: null);
        if (root.Member("release_dates") is not { ValueKind: JsonValueKind.Array } rows || rows.GetArrayLength() > RowsMax)
        {
            return $"has no array of at most {RowsMax} release dates";
        }

        if (root.Member("count").Whole() is not ({ } count and >= 0))
        {
            return "does not say how many release dates there are";
        }

        var read = new List<(int Id, string Name, DateTimeOffset At)>();
        foreach (var row in rows.EnumerateArray())
        {
            if (ReadRow(row) is not { } date)
            {
                return $"has a row {read.Count + 1} that is not of the documented form";
            }

            if (read.Count > 0 && date.At < read[^1].At)
            {
                return $"has a row {read.Count + 1} that is of an earlier date than the one before";
            }

            read.Add(date);
        }

        // The last date of a page may go on in the next one, which asks for it again and whole.
        DateTimeOffset? next = read.Count < count ? read.Count > 0 ? read[^1].At : from : null;
        page = new DataPage<EconomicEvent>(EventsOf(read, from, next ?? DateTimeOffset.MaxValue), next);
        return next <= from ? "promises more and does not get beyond its first date" : null;
    }

    private static (int Id, string Name, DateTimeOffset At)? ReadRow(JsonElement row)
        => row.Member("release_id").Whole() is { } id and > 0 and <= int.MaxValue
            && row.Member("release_name").Text() is { Length: > 0 } name
            && row.Member("date").Midnight() is { } at
            ? ((int)id, name, at)
            : null;

    private static ImmutableArray<EconomicEvent> EventsOf(
        List<(int Id, string Name, DateTimeOffset At)> dates, DateTimeOffset from, DateTimeOffset until)
    {
        var known = dates.Select(date => (date.Id, date.At)).ToHashSet();
        var taken = new HashSet<(int Id, DateTimeOffset At)>();
        var events = ImmutableArray.CreateBuilder<EconomicEvent>();
        foreach (var (id, name, at) in dates.Where(date => date.At >= from && date.At < until))
        {
            var isDaily = known.Contains((id, at - Day)) || known.Contains((id, at + Day));
            if (FredReleases.ImpactOf(id, isDaily) is { } impact && taken.Add((id, at)))
            {
                events.Add(EventOf(id, name, at, impact));
            }
        }

        return events.ToImmutable();
    }

    private static EconomicEvent EventOf(int id, string name, DateTimeOffset at, EventImpact impact)
    {
        var title = name.Length <= TitleCharsMax ? name : name[..TitleCharsMax];
        var date = at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return new EconomicEvent(
            FredVendor.Id, $"release-{id}-{date}", at, title, Country: "US", impact, AssetId: null, Classes: [], Unit: string.Empty,
            Previous: null, Forecast: null, Actual: null);
    }
}
