using System.Collections.Immutable;
using System.Text.Json;
using OrleansAssets.Domain.Calendars;

namespace OrleansAssets.Vendors.Polygon;

/// <summary>The indicators of Polygon by their names in the configuration, and what they are read from.</summary>
internal static class PolygonIndicators
{
    /// <summary>Daily close of the PHLX Semiconductor index; needs a subscription to indices.</summary>
    public const string SemiconductorIndex = "semiconductor_index";

    /// <summary>A day's option volume over the open interest, of the contracts that expire next; above 1 is unusual.</summary>
    public const string OptionsFlow = "options_flow";

    /// <summary>The index's ticker.</summary>
    public const string SemiconductorSymbol = "I:SOX";

    /// <summary>Shares sold short, and how many days of trading they are.</summary>
    public static ImmutableArray<(string Indicator, string Unit)> Shorts { get; } =
        [("short_interest", "shares"), ("days_to_cover", "days")];

    /// <summary>All names.</summary>
    public static ImmutableArray<string> Known { get; } = [.. Shorts.Select(series => series.Indicator), SemiconductorIndex, OptionsFlow];

    /// <summary>The newest day's option volume over open interest, once the day is over.</summary>
    public static DataPage<IndicatorValue> VolumeOf(OptionsDay? day, IndicatorQuery query, DateTimeOffset now)
    {
        var isOver = day is { OpenInterest: > 0 } && now >= day.CompleteAt && NewYorkDays.OpenTimeOf(day.Date) >= query.From;
        return new DataPage<IndicatorValue>(
            isOver && day is not null
                ? [Value(query, NewYorkDays.OpenTimeOf(day.Date), Math.Round(day.Volume / day.OpenInterest, 6), unit: string.Empty)]
                : [],
            ContinueFrom: null);
    }

    /// <summary>
    /// FINRA's short interest as Polygon hands it on: <c>{ticker, settlement_date, short_interest, days_to_cover}</c>, by settlement date.
    /// </summary>
    public static Result<DataPage<IndicatorValue>> ReadShorts(JsonElement root, IndicatorQuery query, string unit)
        => AggregatesParser.RowsOf(root)
            .Then(rows => ReplyRows.Read(
                rows, row => ShortOf(row, query, unit), nameOf: row => row.Member("settlement_date").Text()))
            .Then<DataPage<IndicatorValue>>(read =>
            {
                var values = read.Reverse().DistinctBy(value => value.At).OrderBy(value => value.At).Where(value => value.At >= query.From)
                    .ToImmutableArray();
                var continues = root.Member("next_url").Text() is not null && !values.IsEmpty;
                return new DataPage<IndicatorValue>(values, continues ? values[^1].At.AddDays(1) : null);
            });

    /// <summary>The closes of daily candles.</summary>
    public static DataPage<IndicatorValue> ClosesOf(DataPage<Candle> page, IndicatorQuery query)
        => new([.. page.Rows.Select(candle => Value(query, candle.OpenTime, candle.Close, "points"))], page.ContinueFrom);

    private static IndicatorValue? ShortOf(JsonElement row, IndicatorQuery query, string unit)
        => row.Member("ticker").Names(query.Symbol) && row.Member("settlement_date").Midnight() is { } at
            && row.Member(query.Indicator).Number() is ({ } value and >= 0)
            ? Value(query, at, value, unit) : null;

    private static IndicatorValue Value(IndicatorQuery query, DateTimeOffset at, decimal value, string unit)
        => new(query.AssetId, PolygonVendor.Id, query.Indicator, at, value, unit);
}
