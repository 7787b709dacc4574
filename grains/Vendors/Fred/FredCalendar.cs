using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;

namespace OrleansAssets.Vendors.Fred;

/// <summary>Reads release dates. They are bare dates: FRED knows neither the hour nor what is expected.</summary>
internal static class FredCalendar
{
    /// <summary>Most rows of a page, the vendor's own limit.</summary>
    public const int RowsMax = 1000;

    private const int TitleCharsMax = 200;
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>A page of releases.</summary>
    public static Result<DataPage<EconomicEvent>> Read(JsonElement root, DateTimeOffset from)
        => root.Member("count").Whole() is not ({ } count and >= 0)
            ? "does not say how many release dates there are"
            : ReplyRows.Read(
                    root.Member("release_dates"), RowsMax, DateOf, ascendingBy: date => date.At, mayRepeat: true)
                .Then(dates => PageOf(dates, root.Member("release_dates")!.Value.GetArrayLength(), count, from)); // it has been read

    private static Result<DataPage<EconomicEvent>> PageOf(
        ImmutableArray<ReleaseDate> dates, int rowsCount, long count, DateTimeOffset from)
    {
        // The last date of a page may go on in the next one, which asks for it again and whole.
        DateTimeOffset? next = rowsCount < count ? dates.LastOrDefault()?.At ?? from : null;
        return next <= from
            ? "promises more and does not get beyond its first date"
            : new DataPage<EconomicEvent>(EventsOf(dates, from, next ?? DateTimeOffset.MaxValue), next);
    }

    private static ReleaseDate? DateOf(JsonElement row)
        => row.Member("release_id").Whole() is { } id and > 0 and <= int.MaxValue
            && row.Member("release_name").Text() is { Length: > 0 } name
            && row.Member("date").Midnight() is { } at
            ? new ReleaseDate((int)id, name, at)
            : null;

    private static ImmutableArray<EconomicEvent> EventsOf(
        ImmutableArray<ReleaseDate> dates, DateTimeOffset from, DateTimeOffset until)
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
        return new EconomicEvent(
            FredVendor.Id, $"release-{id}-{IsoDate.Format(at)}", at, name.Cut(TitleCharsMax), Country: "US", impact, AssetId: null,
            Classes: [],
            Unit: string.Empty, Previous: null, Forecast: null, Actual: null);
    }

    private sealed record ReleaseDate(int Id, string Name, DateTimeOffset At);
}

/// <summary>The releases that move markets, by their number at FRED. The other three hundred, many of them daily, are left out.</summary>
internal static class FredReleases
{
    private static readonly FrozenDictionary<int, EventImpact> Impacts = new Dictionary<int, EventImpact>
    {
        [10] = EventImpact.High, // Consumer Price Index
        [50] = EventImpact.High, // Employment Situation
        [53] = EventImpact.High, // Gross Domestic Product
        [101] = EventImpact.High, // FOMC Press Release
        [54] = EventImpact.High, // Personal Income and Outlays
        [46] = EventImpact.Medium, // Producer Price Index
        [9] = EventImpact.Medium, // Advance Monthly Sales for Retail and Food Services
        [192] = EventImpact.Medium, // Job Openings and Labor Turnover Survey
        [180] = EventImpact.Medium, // Unemployment Insurance Weekly Claims
        [13] = EventImpact.Medium, // Industrial Production and Capacity Utilization
        [91] = EventImpact.Medium, // Surveys of Consumers
        [27] = EventImpact.Low, // New Residential Construction
        [51] = EventImpact.Low, // US International Trade in Goods and Services
        [97] = EventImpact.Low, // New Residential Sales
    }.ToFrozenDictionary();

    /// <summary>The impact of a release; null for one that is left out.</summary>
    /// <param name="isDaily">
    /// Whether the release is dated on a day next to this one too. FRED dates a release by every update of any of its series, and
    /// those of the FOMC hold rates that are carried forward each day: such dates are no event.
    /// </param>
    public static EventImpact? ImpactOf(int releaseId, bool isDaily)
        => Impacts.TryGetValue(releaseId, out var impact) ? isDaily ? EventImpact.Low : impact : null;
}
