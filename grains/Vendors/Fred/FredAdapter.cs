using System.Globalization;
using System.Text.Json;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.MarketData;
using OrleansAssets.Vendors.Http;
using OrleansAssets.Vendors.Series;

namespace OrleansAssets.Vendors.Fred;

/// <summary>Indices, yields and spot prices, and the calendar of US releases.</summary>
internal sealed class FredAdapter(Func<IFredApi> api, VendorHttp http, IVendorEndpoints endpoints, TimeProvider clock)
    : IIndicatorSource, ICalendarSource
{
    private const string FileType = "json";
    private const int RowsMax = 10_000;
    private const int CalendarAheadDays = 90;

    public string SourceId => FredVendor.Id;

    /// <summary>A difference of two series takes two calls.</summary>
    public int UnitsPerCall => 2;

    public async Task<VendorReply<DataPage<IndicatorValue>>> GetIndicatorAsync(IndicatorQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (FredSeries.All.Find(query, out var failure) is not { } series
            || VendorKey.Read(endpoints, SourceId, FredVendor.KeyVariable, out failure) is not { } key)
        {
            return failure!; // Set wherever the series or the key is not.
        }

        if (!series.IsDifference)
        {
            return await GetSeriesAsync(key, series.Id ?? query.Symbol, query, series.Unit, cancellationToken);
        }

        if (YieldsOf(query.Symbol) is not var (minuend, subtrahend))
        {
            return VendorReplies.Fail<DataPage<IndicatorValue>>(
                FeedResult.UnknownSymbol,
                $"{SourceId} has no yields for '{Redactor.Clean(query.Symbol)}'; name a pair such as GBP/JPY in assets_config.yaml.");
        }

        var one = await GetSeriesAsync(key, minuend, query, series.Unit, cancellationToken);
        return one.IsOk ? DifferenceOf(one, await GetSeriesAsync(key, subtrahend, query, series.Unit, cancellationToken)) : one;
    }

    public async Task<VendorReply<DataPage<EconomicEvent>>> GetCalendarAsync(DateTimeOffset from, CancellationToken cancellationToken)
    {
        if (VendorKey.Read<DataPage<EconomicEvent>>(endpoints, SourceId, FredVendor.KeyVariable, out var failure) is not { } key)
        {
            return failure!; // Set wherever there is no key.
        }

        var (start, end) = (DateOf(from), DateOf(clock.GetUtcNow().AddDays(CalendarAheadDays)));
        var reply = await http.SendAsync(
            SourceId,
            token => api().GetReleaseDatesAsync(
                key, FileType, start, end, includesComing: "true", orderBy: "release_date", sortOrder: "asc", FredCalendar.RowsMax,
                token),
            cancellationToken);
        if (reply.Value is not { } exchange)
        {
            return reply.As<DataPage<EconomicEvent>>();
        }

        var failures = new VendorFailures(SourceId, FredVendor.KeyVariable, key);
        if (FredErrors.FailureOf<DataPage<EconomicEvent>>(failures, exchange, "the release dates") is { } stated)
        {
            return stated;
        }

        using var document = VendorParser.TryParse(exchange);
        return document is null ? failures.Malformed<DataPage<EconomicEvent>>(exchange, "is no JSON")
            : FredCalendar.TryRead(document.RootElement, from, out var page) is { } fault
                ? failures.Malformed<DataPage<EconomicEvent>>(exchange, fault)
            : failures.Ok(exchange, page);
    }

    private static string DateOf(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static (string Minuend, string Subtrahend)? YieldsOf(string pair)
        => pair.Split('/') is [var one, var other] && FredSeries.YieldOf(one) is { } minuend && FredSeries.YieldOf(other) is { } subtrahend
            ? (minuend, subtrahend)
            : null;

    private async Task<VendorReply<DataPage<IndicatorValue>>> GetSeriesAsync(
        string key, string seriesId, IndicatorQuery query, string unit, CancellationToken cancellationToken)
    {
        var reply = await http.SendAsync(
            SourceId,
            token => api().GetObservationsAsync(seriesId, key, FileType, DateOf(query.From), sortOrder: "asc", RowsMax, token),
            cancellationToken);
        if (reply.Value is not { } exchange)
        {
            return reply.As<DataPage<IndicatorValue>>();
        }

        var failures = new VendorFailures(SourceId, FredVendor.KeyVariable, key);
        return FredErrors.FailureOf<DataPage<IndicatorValue>>(failures, exchange, seriesId) ?? PageOf(exchange, failures, query, unit);
    }

    private VendorReply<DataPage<IndicatorValue>> PageOf(
        VendorExchange exchange, VendorFailures failures, IndicatorQuery query, string unit)
    {
        using var document = VendorParser.TryParse(exchange);
        if (document?.RootElement is not { } root)
        {
            return failures.Malformed<DataPage<IndicatorValue>>(exchange, "is no JSON");
        }

        var (count, rows) = (root.Member("count").Whole(), root.Member("observations"));
        var form = new SeriesForm(SourceId, unit, TimeSpan.Zero, RowsMax, exchange.ServerTime);
        if (SeriesReader.TryRead(rows, query, form, RowOf, out var values, out var lastAt) is { } fault)
        {
            return failures.Malformed<DataPage<IndicatorValue>>(exchange, fault);
        }

        var continues = count > rows!.Value.GetArrayLength();
        return count is null or < 0 || (continues && lastAt is null)
            ? failures.Malformed<DataPage<IndicatorValue>>(exchange, "does not say how many values there are")
            : failures.Ok(exchange, new DataPage<IndicatorValue>(values, continues ? lastAt!.Value.AddDays(1) : null));
    }

    /// <summary>A missing value is a point.</summary>
    private static SeriesRow? RowOf(JsonElement row)
    {
        var (at, stated) = (row.Member("date").Midnight(), row.Member("value"));
        var value = stated.AnyNumber();
        return at is null || (value is null && stated.Text() != ".") ? null : new SeriesRow(at.Value, value);
    }

    private static VendorReply<DataPage<IndicatorValue>> DifferenceOf(
        VendorReply<DataPage<IndicatorValue>> one, VendorReply<DataPage<IndicatorValue>> other)
    {
        if (one.Value is not { } minuends || other.Value is not { } subtrahends)
        {
            return other;
        }

        var byTime = subtrahends.Rows.ToDictionary(row => row.At, row => row.Value);
        return VendorReplies.Ok(
            new DataPage<IndicatorValue>(
                [.. minuends.Rows.Where(row => byTime.ContainsKey(row.At)).Select(row => row with { Value = row.Value - byTime[row.At] })],
                ContinueFrom: null),
            usedUnits: null);
    }
}
