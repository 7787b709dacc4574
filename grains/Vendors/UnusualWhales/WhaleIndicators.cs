using System.Collections.Immutable;
using System.Text.Json;
using OrleansAssets.Domain.Calendars;

namespace OrleansAssets.Vendors.UnusualWhales;

/// <summary>The indicators of Unusual Whales by their names in the configuration.</summary>
internal static class WhaleIndicators
{
    /// <summary>Shares traded off the exchanges in a day.</summary>
    public const string DarkPoolActivity = "dark_pool_activity";

    /// <summary>Their fraction of the day's volume.</summary>
    public const string DarkPoolShare = "dark_pool_share";

    /// <summary>A day's option volume over its average of 30 days; above 1 is more than usual.</summary>
    public const string UnusualActivity = "options_unusual_activity";

    /// <summary>More than any share trades in a day; a larger number was read wrongly.</summary>
    private const decimal VolumeMax = 1e15m;

    /// <summary>All names.</summary>
    public static ImmutableArray<string> Known { get; } =
        [DarkPoolActivity, DarkPoolShare, UnusualActivity, "short_interest", "short_interest_of_float", "days_to_cover"];

    /// <summary>Short interest comes as one object, or as an array of them: the newest settlement.</summary>
    public static Result<ImmutableArray<IndicatorValue>> ReadShorts(JsonElement data, IndicatorQuery query)
    {
        var (member, unit) = query.Indicator switch
        {
            "short_interest" => ("short_interest", "shares"),
            "days_to_cover" => ("days_to_cover", "days"),
            _ => ("si_float", "fraction"),
        };
        IEnumerable<JsonElement> rows = data.ValueKind == JsonValueKind.Array ? data.EnumerateArray() : [data];
        return ReplyRows.Read(
                rows,
                row => row.Member("market_date").Date() is { } date && row.Member(member).AnyNumber() is ({ } value and >= 0)
                    ? new DayValue(date, value) : null,
                nameOf: row => row.Member("market_date").Text())
            .Then(days => ValuesOf(query, days, unit));
    }

    /// <summary>A day's volume off the exchanges, summed over its prices; none on a day without trading.</summary>
    public static Result<ImmutableArray<IndicatorValue>> ReadLevels(JsonElement data, IndicatorQuery query, DateOnly date)
        => ReplyRows.Read(
                data, int.MaxValue,
                row => row.Member("dark_pool_volume").AnyNumber() is ({ } off and >= 0 and < VolumeMax)
                    && row.Member("regular_volume").AnyNumber() is ({ } on and >= 0 and < VolumeMax)
                    ? new PriceLevel(row.Member("price").AnyNumber(), off, on) : null,
                isWhole: true)
            .Then(told =>
            {
                var levels = told.Distinct().ToList(); // one that came twice was traded once
                var (dark, all) = (levels.Sum(level => level.Off), levels.Sum(level => level.Off + level.On));
                var (value, unit) = query.Indicator == DarkPoolActivity ? (dark, "shares")
                    : (all > 0 ? Math.Round(dark / all, 6) : 0, "fraction");
                return ValuesOf(query, all > 0 ? [new DayValue(date, value)] : [], unit);
            });

    /// <summary>Days that are over, oldest first.</summary>
    public static Result<ImmutableArray<IndicatorValue>> ReadVolumes(JsonElement data, IndicatorQuery query, DateTimeOffset serverTime)
        => ReplyRows.Read(
                data, int.MaxValue,
                row => row.Member("date").Date() is { } date && SumOf(row, "call_volume", "put_volume") is { } volume
                    && SumOf(row, "avg_30_day_call_volume", "avg_30_day_put_volume") is { } average
                    ? new DayValue(date, average > 0 ? Math.Round(volume / average, 6) : null) : null,
                nameOf: row => row.Member("date").Text())
            .Then(days => ValuesOf(
                query, days.RemoveAll(day => NewYorkDays.EndOf(NewYorkDays.OpenTimeOf(day.Date)) > serverTime), unit: string.Empty));

    private static decimal? SumOf(JsonElement row, string one, string other)
        => row.Member(one).AnyNumber() is ({ } first and >= 0 and < VolumeMax)
            && row.Member(other).AnyNumber() is ({ } second and >= 0 and < VolumeMax)
            ? first + second : null;

    /// <summary>One value a day, the last that is stated, oldest first.</summary>
    private static Result<ImmutableArray<IndicatorValue>> ValuesOf(IndicatorQuery query, ImmutableArray<DayValue> days, string unit)
        => ImmutableArray.ToImmutableArray(
            days.Where(day => day.Value is not null).Reverse().DistinctBy(day => day.Date).OrderBy(day => day.Date)
                .Select(day => new IndicatorValue(
                    query.AssetId, UnusualWhalesVendor.Id, query.Indicator, NewYorkDays.OpenTimeOf(day.Date), day.Value ?? 0, unit))
                .Where(value => value.At >= query.From));

    /// <param name="Value">Null where the day has none.</param>
    private sealed record DayValue(DateOnly Date, decimal? Value);

    /// <summary>Volume at a price, off the exchanges and on them.</summary>
    private sealed record PriceLevel(decimal? Price, decimal Off, decimal On);
}
