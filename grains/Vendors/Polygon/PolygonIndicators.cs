using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using OrleansAssets.Domain.Calendars;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.MarketData;
using OrleansAssets.Vendors.Http;

namespace OrleansAssets.Vendors.Polygon;

/// <summary>The indicators of Polygon by their names in the configuration.</summary>
internal static class PolygonIndicators
{
    /// <summary>Daily close of the PHLX Semiconductor index; needs a subscription to indices.</summary>
    public const string SemiconductorIndex = "semiconductor_index";

    /// <summary>A day's option volume over the open interest, of the contracts that expire next; above 1 is unusual.</summary>
    public const string OptionsFlow = "options_flow";

    /// <summary>The index's ticker.</summary>
    public const string SemiconductorSymbol = "I:SOX";

    private const int ContractsMax = 250;
    private const int SettlementsMax = 500;

    private static readonly FrozenDictionary<string, (string Member, string Unit)> Shorts =
        new Dictionary<string, (string, string)>(StringComparer.Ordinal)
        {
            ["short_interest"] = ("short_interest", "shares"),
            ["days_to_cover"] = ("days_to_cover", "days"),
        }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>All names.</summary>
    public static ImmutableArray<string> Known { get; } = [.. Shorts.Keys, SemiconductorIndex, OptionsFlow];

    /// <summary>Asks for the 250 contracts that expire next: the vendor neither sorts by volume nor sends more in one reply.</summary>
    public static Task<VendorReply<T>> AskForOptionsAsync<T>(
        PolygonCalls calls, FlowQuery query, DateTimeOffset now, Func<OptionsDay?, T> read, CancellationToken cancellationToken)
        where T : class
    {
        var today = NewYorkTime.DateOf(now).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return calls.AskAsync(
            query.Symbol,
            (client, authorization, token) => client.GetOptionsAsync(
                authorization, query.Symbol, today, sort: "expiration_date", order: "asc", ContractsMax, token),
            (failures, exchange, root) =>
            {
                if (AggregatesParser.RowsOf(root) is not { } rows)
                {
                    return failures.Malformed<T>(exchange, "has no array of results");
                }

                var day = OptionsDay.Read(rows, query, out var fault);
                return fault is null ? failures.Ok(exchange, read(day)) : failures.Malformed<T>(exchange, fault);
            },
            cancellationToken);
    }

    /// <summary>The newest day's option volume over open interest, once the day is over.</summary>
    public static Task<VendorReply<DataPage<IndicatorValue>>> AskForVolumeAsync(
        PolygonCalls calls, IndicatorQuery query, DateTimeOffset now, CancellationToken cancellationToken)
        => AskForOptionsAsync(
            calls, new FlowQuery(query.AssetId, query.Symbol, query.From), now,
            day => new DataPage<IndicatorValue>(
                day is { OpenInterest: > 0 } && now >= day.CompleteAt && NewYorkDays.OpenTimeOf(day.Date) >= query.From
                    ? [Value(query, NewYorkDays.OpenTimeOf(day.Date), Math.Round(day.Volume / day.OpenInterest, 6), unit: string.Empty)]
                    : [],
                ContinueFrom: null),
            cancellationToken);

    /// <summary>Short interest or days to cover, by settlement date. It is published about eight business days after that date.</summary>
    public static Task<VendorReply<DataPage<IndicatorValue>>> AskForShortsAsync(
        PolygonCalls calls, IndicatorQuery query, CancellationToken cancellationToken)
    {
        if (!Shorts.TryGetValue(query.Indicator, out var series))
        {
            return Task.FromResult(VendorReplies.UnknownIndicator(PolygonVendor.Id, query.Indicator, Known));
        }

        var settledFrom = DateOnly.FromDateTime(query.From.UtcDateTime).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return calls.AskAsync(
            query.Symbol,
            (client, authorization, token) => client.GetShortInterestAsync(
                authorization, query.Symbol, settledFrom, sort: "settlement_date.asc", SettlementsMax, token),
            (failures, exchange, root) =>
            {
                if (ShortInterestParser.TryRead(root, query, series.Member, series.Unit, out var values) is { } fault)
                {
                    return failures.Malformed<DataPage<IndicatorValue>>(exchange, fault);
                }

                var continues = root.Member("next_url").Text() is not null && !values.IsEmpty;
                return failures.Ok(exchange, new DataPage<IndicatorValue>(values, continues ? values[^1].At.AddDays(1) : null));
            },
            cancellationToken);
    }

    /// <summary>The closes of daily candles.</summary>
    public static DataPage<IndicatorValue> ClosesOf(DataPage<Candle> page, IndicatorQuery query)
        => new([.. page.Rows.Select(candle => Value(query, candle.OpenTime, candle.Close, "points"))], page.ContinueFrom);

    private static IndicatorValue Value(IndicatorQuery query, DateTimeOffset at, decimal value, string unit)
        => new(query.AssetId, PolygonVendor.Id, query.Indicator, at, value, unit);
}
