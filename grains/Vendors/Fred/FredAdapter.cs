using System.Text.Json;
using Refit;

namespace OrleansAssets.Vendors.Fred;

/// <summary>Indices, yields and spot prices, and the calendar of US releases.</summary>
internal sealed class FredAdapter(VendorClient<IFredApi> client, TimeProvider clock) : IIndicatorSource, ICalendarSource
{
    private const string FileType = "json";
    private const int RowsMax = 10_000;
    private const int CalendarAheadDays = 90;

    public string SourceId => FredVendor.Id;

    /// <summary>A difference of two series takes two calls.</summary>
    public int UnitsPerCall => 2;

    public Task<VendorReply<DataPage<IndicatorValue>>> GetIndicatorAsync(IndicatorQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return FredSeries.All.AskAsync(query, series => series.IsDifference
            ? GetDifferenceAsync(query, series.Unit, cancellationToken)
            : GetSeriesAsync(series.Id ?? query.Symbol, query, series.Unit, cancellationToken));
    }

    public Task<VendorReply<DataPage<EconomicEvent>>> GetCalendarAsync(DateTimeOffset from, CancellationToken cancellationToken)
    {
        var end = IsoDate.Format(clock.GetUtcNow().AddDays(CalendarAheadDays));
        return client.AskAsync(
            "the release dates",
            (api, keys, token) => api.GetReleaseDatesAsync(
                keys[0], FileType, IsoDate.Format(from), end, includesComing: "true", orderBy: "release_date", sortOrder: "asc",
                FredCalendar.RowsMax, token),
            (answer, root) => answer.Ok(FredCalendar.Read(root, from), page => page),
            cancellationToken);
    }

    private Task<VendorReply<DataPage<IndicatorValue>>> GetSeriesAsync(
        string seriesId, IndicatorQuery query, string unit, CancellationToken cancellationToken)
        => client.AskAsync(
            seriesId,
            (api, keys, token) => api.GetObservationsAsync(
                seriesId, keys[0], FileType, IsoDate.Format(query.From), sortOrder: "asc", RowsMax, token),
            (answer, root) => PageOf(answer, root, query, unit),
            cancellationToken);

    /// <summary>The difference of the yields of a pair's currencies.</summary>
    private async Task<VendorReply<DataPage<IndicatorValue>>> GetDifferenceAsync(
        IndicatorQuery query, string unit, CancellationToken cancellationToken)
    {
        if (client.ReadKeys() is { IsOk: false } keys)
        {
            return keys.With<DataPage<IndicatorValue>>(null);
        }

        if (query.Symbol.Split('/') is not [var one, var other] || FredSeries.YieldOf(one) is not { } minuendId
            || FredSeries.YieldOf(other) is not { } subtrahendId)
        {
            return new VendorFailure(
                FeedResult.UnknownSymbol,
                $"{SourceId} has no yields for '{Redactor.Clean(query.Symbol)}'; name a pair such as GBP/JPY in assets_config.yaml.");
        }

        var minuends = await GetSeriesAsync(minuendId, query, unit, cancellationToken);
        if (minuends.Value is null)
        {
            return minuends;
        }

        var subtrahends = await GetSeriesAsync(subtrahendId, query, unit, cancellationToken);
        return subtrahends.With(subtrahends.Value is { } page ? DifferenceOf(minuends.Value, page) : null) with
        {
            LeftOut = LeftOut.Sum(minuends.LeftOut, subtrahends.LeftOut),
        };
    }

    private static VendorReply<DataPage<IndicatorValue>> PageOf(VendorAnswer answer, JsonElement root, IndicatorQuery query, string unit)
    {
        var count = root.Member("count").Whole();
        var read = SeriesReader.Read(answer, root.Member("observations"), query, unit, TimeSpan.Zero, RowsMax, RowOf);
        return read.Value is { } part && (count is null or < 0 || (count > part.RowsCount && part.LastAt is null))
            ? answer.Malformed("does not say how many values there are")
            : answer.Ok(read, all => new DataPage<IndicatorValue>(all.Values, count > all.RowsCount ? all.LastAt?.AddDays(1) : null));
    }

    /// <summary>A missing value is a point.</summary>
    private static SeriesRow? RowOf(JsonElement row)
    {
        var (at, stated) = (row.Member("date").Midnight(), row.Member("value"));
        var value = stated.AnyNumber();
        return at is null || (value is null && stated.Text() != ".") ? null : new SeriesRow(at.Value, value);
    }

    private static DataPage<IndicatorValue> DifferenceOf(DataPage<IndicatorValue> minuends, DataPage<IndicatorValue> subtrahends)
    {
        var byTime = subtrahends.Rows.ToDictionary(row => row.At, row => row.Value);
        return new DataPage<IndicatorValue>(
            [.. minuends.Rows.Where(row => byTime.ContainsKey(row.At)).Select(row => row with { Value = row.Value - byTime[row.At] })],
            ContinueFrom: null);
    }
}

/// <summary>The part of FRED's API that is used. The key goes in the query; without <c>file_type=json</c> replies are XML.</summary>
internal interface IFredApi
{
    /// <summary>Values of a series, oldest first.</summary>
    /// <param name="start">A date, inclusive.</param>
    /// <param name="limit">Most rows, up to 100,000.</param>
    [Get("/series/observations")]
    Task<HttpResponseMessage> GetObservationsAsync(
        [AliasAs("series_id")] string seriesId,
        [AliasAs("api_key")] string key,
        [AliasAs("file_type")] string fileType,
        [AliasAs("observation_start")] string start,
        [AliasAs("sort_order")] string sortOrder,
        int limit,
        CancellationToken cancellationToken);

    /// <summary>Dates of all releases, oldest first.</summary>
    /// <param name="start">A date, inclusive.</param>
    /// <param name="end">A date, inclusive.</param>
    /// <param name="includesComing">True, or dates to come are left out.</param>
    /// <param name="limit">Most rows, up to 1000.</param>
    [Get("/releases/dates")]
    Task<HttpResponseMessage> GetReleaseDatesAsync(
        [AliasAs("api_key")] string key,
        [AliasAs("file_type")] string fileType,
        [AliasAs("realtime_start")] string start,
        [AliasAs("realtime_end")] string end,
        [AliasAs("include_release_dates_with_no_data")] string includesComing,
        [AliasAs("order_by")] string orderBy,
        [AliasAs("sort_order")] string sortOrder,
        int limit,
        CancellationToken cancellationToken);
}
