using System.Text.Json;
using Refit;

namespace OrleansAssets.Vendors.CoinMetrics;

/// <summary>
/// Daily on-chain metrics of Coin Metrics' community data, and the reference price of a stablecoin. A day appears once it is computed,
/// about a day late.
/// </summary>
internal sealed class CoinMetricsAdapter(VendorClient<ICoinMetricsApi> client) : IIndicatorSource, IQuoteSource
{
    private const string Price = "PriceUSD";

    // Required by the call; the newest row is taken, whatever lies before it.
    private static readonly DateTimeOffset LongAgo = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private const int RowsMax = 10_000;
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public string SourceId => CoinMetricsVendor.Id;

    public int UnitsPerCall => 1;

    public Task<VendorReply<DataPage<IndicatorValue>>> GetIndicatorAsync(IndicatorQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return CoinMetricsSeries.All.AskAsync(query, series => client.AskAsync(
            new Asked(query.Symbol, series.Metric),
            (api, _, token) => api.GetAssetMetricsAsync(
                query.Symbol, series.Metric, frequency: "1d", Rfc3339.Format(query.From), RowsMax, pagingFrom: "start", token),
            (answer, root) => PageOf(answer, root, query, series),
            cancellationToken));
    }

    /// <summary>The price of the last day that is computed, at its end, as bid and ask: the vendor has no other.</summary>
    public Task<VendorReply<Quote>> GetQuoteAsync(QuoteQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return client.AskAsync(
            new Asked(query.Symbol, Price),
            (api, _, token) => api.GetAssetMetricsAsync(
                query.Symbol, Price, frequency: "1d", Rfc3339.Format(LongAgo), pageSize: 1, pagingFrom: "end", token),
            (answer, root) => QuoteOf(answer, root, query),
            cancellationToken);
    }

    private static VendorReply<Quote> QuoteOf(VendorAnswer answer, JsonElement root, QuoteQuery query)
    {
        if (root.Member("data") is not { ValueKind: JsonValueKind.Array } rows)
        {
            return answer.NoQuote();
        }

        var row = rows.EnumerateArray().LastOrDefault();
        return row.ValueKind == JsonValueKind.Undefined ? answer.UnknownSymbol($"it has no {Price} of it")
            : RowOf(row, query.Symbol, Price) is { Value: { } price } found ? answer.Quote(query, found.At + Day, price, price)
            : answer.NoQuote();
    }

    /// <summary>The page. The next one is asked for by time instead of by token, so that nothing is kept between calls.</summary>
    private static VendorReply<DataPage<IndicatorValue>> PageOf(
        VendorAnswer answer, JsonElement root, IndicatorQuery query, CoinMetricsSeries series)
    {
        var rows = root.Member("data");
        var read = SeriesReader.Read(
            answer, rows, query, series.Unit ?? query.Symbol, Day, RowsMax, row => RowOf(row, query.Symbol, series.Metric));

        // A row is absent where there is no value, so that rows without the member mean a metric that the asset does not have.
        if (read.Value?.LastAt is not null && rows!.Value.EnumerateArray().All(row => row.Member(series.Metric) is null)) // There are rows.
        {
            return answer.UnknownSymbol($"it has no {series.Metric} of it");
        }

        var continues = root.Member("next_page_token").IsStated();
        return continues && read is { Fault: null, Value.LastAt: null }
            ? answer.Malformed("has no row and promises another page")
            : answer.Ok(read, part => new DataPage<IndicatorValue>(part.Values, continues ? part.LastAt + Day : null));
    }

    private static SeriesRow? RowOf(JsonElement row, string symbol, string metric)
        => row.Member("asset").Names(symbol)
            ? SeriesRow.Of(row.Member("time").Instant(), row.Member(metric), row.Member(metric).AnyNumber()) : null;
}

/// <summary>The part of Coin Metrics' community API that is used. It takes no key.</summary>
internal interface ICoinMetricsApi
{
    /// <summary>Metrics of assets; each row has all of them.</summary>
    /// <param name="assets">Lower case, e.g. <c>btc</c>.</param>
    /// <param name="startTime">RFC 3339, inclusive.</param>
    /// <param name="pagingFrom"><c>start</c>; by default the newest page comes first.</param>
    [Get("/timeseries/asset-metrics")]
    Task<HttpResponseMessage> GetAssetMetricsAsync(
        string assets,
        string metrics,
        string frequency,
        [AliasAs("start_time")] string startTime,
        [AliasAs("page_size")] int pageSize,
        [AliasAs("paging_from")] string pagingFrom,
        CancellationToken cancellationToken);
}
