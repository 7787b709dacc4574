using System.Collections.Immutable;
using System.Text.Json;
using OrleansAssets.Domain.Calendars;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.MarketData;
using OrleansAssets.Vendors.Http;

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

    /// <summary>All names.</summary>
    public static ImmutableArray<string> Known { get; } =
        [DarkPoolActivity, DarkPoolShare, UnusualActivity, "short_interest", "short_interest_of_float", "days_to_cover"];

    /// <summary>Short interest comes as one object, or as an array of them: the newest settlement.</summary>
    public static string? TryReadShorts(JsonElement data, IndicatorQuery query, out ImmutableArray<IndicatorValue> values)
    {
        values = [];
        var (member, unit) = query.Indicator switch
        {
            "short_interest" => ("short_interest", "shares"),
            "days_to_cover" => ("days_to_cover", "days"),
            _ => ("si_float", "fraction"),
        };
        IEnumerable<JsonElement> rows = data.ValueKind == JsonValueKind.Array ? data.EnumerateArray() : [data];
        var read = new SortedDictionary<DateOnly, decimal>();
        foreach (var row in rows)
        {
            if (VendorParser.DateOf(row.Member("market_date").Text()) is not { } date || row.Member(member).AnyNumber() is not ({ } value and >= 0))
            {
                return "has a short interest that is not of the documented form";
            }

            read[date] = value;
        }

        values = ValuesOf(query, read, unit);
        return null;
    }

    /// <summary>A day's volume off the exchanges, summed over its prices; none on a day without trading.</summary>
    public static string? TryReadLevels(JsonElement data, IndicatorQuery query, DateOnly date, out ImmutableArray<IndicatorValue> values)
    {
        values = [];
        if (data.ValueKind != JsonValueKind.Array)
        {
            return "has no array of price levels";
        }

        var (dark, all) = (0m, 0m);
        foreach (var row in data.EnumerateArray())
        {
            if (row.Member("dark_pool_volume").AnyNumber() is not ({ } off and >= 0 and < 1e15m)
                || row.Member("regular_volume").AnyNumber() is not ({ } on and >= 0 and < 1e15m))
            {
                return "has a price level that is not of the documented form";
            }

            (dark, all) = (dark + off, all + off + on);
        }

        if (all > 0)
        {
            var (value, unit) = query.Indicator == DarkPoolActivity ? (dark, "shares") : (Math.Round(dark / all, 6), "fraction");
            values = ValuesOf(query, [KeyValuePair.Create(date, value)], unit);
        }

        return null;
    }

    /// <summary>Days that are over, oldest first.</summary>
    public static string? TryReadVolumes(JsonElement data, IndicatorQuery query, DateTimeOffset serverTime, out ImmutableArray<IndicatorValue> values)
    {
        values = [];
        if (data.ValueKind != JsonValueKind.Array)
        {
            return "has no array of days";
        }

        var read = new SortedDictionary<DateOnly, decimal>();
        foreach (var row in data.EnumerateArray())
        {
            if (VendorParser.DateOf(row.Member("date").Text()) is not { } date
                || SumOf(row, "call_volume", "put_volume") is not { } volume
                || SumOf(row, "avg_30_day_call_volume", "avg_30_day_put_volume") is not { } average)
            {
                return "has a day that is not of the documented form";
            }

            if (average > 0 && NewYorkDays.EndOf(NewYorkDays.OpenTimeOf(date)) <= serverTime)
            {
                read[date] = Math.Round(volume / average, 6);
            }
        }

        values = ValuesOf(query, read, unit: string.Empty);
        return null;
    }

    private static decimal? SumOf(JsonElement row, string one, string other)
        => row.Member(one).AnyNumber() is ({ } first and >= 0 and < 1e15m) && row.Member(other).AnyNumber() is ({ } second and >= 0 and < 1e15m)
            ? first + second : null;

    private static ImmutableArray<IndicatorValue> ValuesOf(IndicatorQuery query, IEnumerable<KeyValuePair<DateOnly, decimal>> days, string unit)
        =>
        [
            .. days.Select(day => new IndicatorValue(
                query.AssetId, UnusualWhalesVendor.Id, query.Indicator, NewYorkDays.OpenTimeOf(day.Key), day.Value, unit))
                .Where(value => value.At >= query.From),
        ];
}
