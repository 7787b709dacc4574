using System.Text.Json;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.MarketData;
using OrleansAssets.Vendors.Http;
using OrleansAssets.Vendors.Series;

namespace OrleansAssets.Vendors.Glassnode;

/// <summary>Daily on-chain metrics of Glassnode; a value belongs to the start of its day.</summary>
internal sealed class GlassnodeAdapter(Func<IGlassnodeApi> api, VendorHttp http, IVendorEndpoints endpoints) : IIndicatorSource
{
    private const string Interval = "24h";

    /// <summary>Fifty years of days.</summary>
    private const int RowsMax = 20_000;

    public string SourceId => GlassnodeVendor.Id;

    public int UnitsPerCall => 1;

    public async Task<VendorReply<DataPage<IndicatorValue>>> GetIndicatorAsync(IndicatorQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (GlassnodeSeries.All.Find(query, out var failure) is not { } series
            || VendorKey.Read(endpoints, SourceId, GlassnodeVendor.KeyVariable, out failure) is not { } key)
        {
            return failure!; // Set wherever the series or the key is not.
        }

        var since = Math.Max(0, query.From.ToUnixTimeSeconds());
        var reply = await http.SendAsync(
            SourceId,
            token => api().GetMetricAsync(key, series.Category, series.Metric, query.Symbol, since, Interval, token),
            cancellationToken);
        if (reply.Value is not { } exchange)
        {
            return reply.As<DataPage<IndicatorValue>>();
        }

        var failures = GlassnodeErrors.For(key);
        return GlassnodeErrors.FailureOf<DataPage<IndicatorValue>>(failures, exchange, query.Symbol, series.Path)
            ?? PageOf(exchange, failures, query, series);
    }

    private VendorReply<DataPage<IndicatorValue>> PageOf(
        VendorExchange exchange, VendorFailures failures, IndicatorQuery query, GlassnodeSeries series)
    {
        using var document = VendorParser.TryParse(exchange);
        if (document is null)
        {
            return failures.Malformed<DataPage<IndicatorValue>>(exchange, "is no JSON");
        }

        var unit = series.Unit ?? query.Symbol.ToLowerInvariant();
        var form = new SeriesForm(SourceId, unit, TimeSpan.FromDays(1), RowsMax, exchange.ServerTime);
        return SeriesReader.TryRead(document.RootElement, query, form, RowOf, out var values, out _) is { } fault
            ? failures.Malformed<DataPage<IndicatorValue>>(exchange, fault)
            : failures.Ok(exchange, new DataPage<IndicatorValue>(values, ContinueFrom: null));
    }

    private static SeriesRow? RowOf(JsonElement row)
    {
        var (at, stated) = (EpochTime.OfSeconds(row.Member("t").Number()), row.Member("v"));
        var value = stated.Number();
        return at is null || stated is null || (value is null && stated.IsStated()) ? null : new SeriesRow(at.Value, value);
    }
}
