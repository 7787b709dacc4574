using System.Text.Json;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.MarketData;
using OrleansAssets.Vendors.Http;
using OrleansAssets.Vendors.Series;

namespace OrleansAssets.Vendors.CoinMetrics;

/// <summary>Daily on-chain metrics of Coin Metrics' community data. A day appears once it is computed, about a day late.</summary>
internal sealed class CoinMetricsAdapter(Func<ICoinMetricsApi> api, VendorHttp http) : IIndicatorSource
{
    private const int RowsMax = 10_000;
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public string SourceId => CoinMetricsVendor.Id;

    public int UnitsPerCall => 1;

    public async Task<VendorReply<DataPage<IndicatorValue>>> GetIndicatorAsync(IndicatorQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (CoinMetricsSeries.All.Find(query, out var failure) is not { } series)
        {
            return failure!; // Set wherever there is no series.
        }

        var startTime = Rfc3339.Format(query.From);
        var reply = await http.SendAsync(
            SourceId,
            token => api().GetAssetMetricsAsync(
                query.Symbol, series.Metric, frequency: "1d", startTime, RowsMax, pagingFrom: "start", token),
            cancellationToken);
        if (reply.Value is not { } exchange)
        {
            return reply.As<DataPage<IndicatorValue>>();
        }

        return CoinMetricsErrors.FailureOf<DataPage<IndicatorValue>>(exchange, query.Symbol, series.Metric)
            ?? PageOf(exchange, query, series);
    }

    /// <summary>The page. The next one is asked for by time instead of by token, so that nothing is kept between calls.</summary>
    private VendorReply<DataPage<IndicatorValue>> PageOf(VendorExchange exchange, IndicatorQuery query, CoinMetricsSeries series)
    {
        var errors = CoinMetricsErrors.Failures;
        using var document = VendorParser.TryParse(exchange);
        if (document is null)
        {
            return errors.Malformed<DataPage<IndicatorValue>>(exchange, "is no JSON");
        }

        var rows = document.RootElement.Member("data");
        var form = new SeriesForm(SourceId, series.Unit ?? query.Symbol, Day, RowsMax, exchange.ServerTime);
        SeriesRow? Read(JsonElement row) => RowOf(row, query.Symbol, series.Metric);
        if (SeriesReader.TryRead(rows, query, form, Read, out var values, out var lastAt) is { } fault)
        {
            return errors.Malformed<DataPage<IndicatorValue>>(exchange, fault);
        }

        // A row is absent where there is no value, so that rows without the member mean a metric that the asset does not have.
        if (lastAt is not null && rows!.Value.EnumerateArray().All(row => row.Member(series.Metric) is null))
        {
            return errors.UnknownSymbol<DataPage<IndicatorValue>>(exchange, query.Symbol, $"it has no {series.Metric} of it");
        }

        var continues = document.RootElement.Member("next_page_token").IsStated();
        return continues && lastAt is null
            ? errors.Malformed<DataPage<IndicatorValue>>(exchange, "has no row and promises another page")
            : errors.Ok(exchange, new DataPage<IndicatorValue>(values, continues ? lastAt + Day : null));
    }

    private static SeriesRow? RowOf(JsonElement row, string symbol, string metric)
    {
        if (row.Member("asset").Text() != symbol || !Rfc3339.TryParse(row.Member("time").Text(), out var at))
        {
            return null;
        }

        var stated = row.Member(metric);
        var value = stated.AnyNumber();
        return value is null && stated.IsStated() ? null : new SeriesRow(at, value);
    }
}
