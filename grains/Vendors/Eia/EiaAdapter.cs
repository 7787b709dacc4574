using System.Globalization;
using System.Text.Json;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.MarketData;
using OrleansAssets.Vendors.Http;
using OrleansAssets.Vendors.Series;

namespace OrleansAssets.Vendors.Eia;

/// <summary>Stocks and prices of US energy.</summary>
internal sealed class EiaAdapter(Func<IEiaApi> api, VendorHttp http, IVendorEndpoints endpoints) : IIndicatorSource
{
    private const int RowsMax = 5000;

    /// <summary>No series here pauses for so long: without a row since then it does not exist.</summary>
    private static readonly TimeSpan SilenceMax = TimeSpan.FromDays(60);

    public string SourceId => EiaVendor.Id;

    public int UnitsPerCall => 1;

    public async Task<VendorReply<DataPage<IndicatorValue>>> GetIndicatorAsync(IndicatorQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (EiaSeries.All.Find(query, out var failure) is not { } series
            || VendorKey.Read(endpoints, SourceId, EiaVendor.KeyVariable, out failure) is not { } key)
        {
            return failure!; // Set wherever the series or the key is not.
        }

        var seriesId = series.Series ?? query.Symbol;
        var start = query.From.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var reply = await http.SendAsync(
            SourceId,
            token => api().GetDataAsync(
                series.Group, series.Section, series.Table, key, series.Frequency, column: "value", seriesId, start,
                sortColumn: "period", sortDirection: "asc", offset: 0, RowsMax, token),
            cancellationToken);
        if (reply.Value is not { } exchange)
        {
            return reply.As<DataPage<IndicatorValue>>();
        }

        var failures = new VendorFailures(SourceId, EiaVendor.KeyVariable, key);
        using var document = VendorParser.TryParse(exchange);
        return EiaErrors.FailureOf<DataPage<IndicatorValue>>(failures, exchange, document?.RootElement, series)
            ?? (document is null ? failures.Malformed<DataPage<IndicatorValue>>(exchange, "is no JSON")
                : PageOf(exchange, failures, document.RootElement, query, series, seriesId));
    }

    /// <summary>The page. The next one is asked for by its first date instead of by an offset, which new rows cannot shift.</summary>
    private VendorReply<DataPage<IndicatorValue>> PageOf(
        VendorExchange exchange, VendorFailures failures, JsonElement root, IndicatorQuery query, EiaSeries series, string seriesId)
    {
        // Numbers are texts since January 2024 and were numbers before.
        var (total, rows) = (root.Member("response")?.Member("total").AnyNumber(), root.Member("response")?.Member("data"));
        if (total is not ({ } totalRows and >= 0))
        {
            return failures.Malformed<DataPage<IndicatorValue>>(exchange, "does not say how many rows there are");
        }

        var form = new SeriesForm(SourceId, series.Unit, TimeSpan.Zero, RowsMax, exchange.ServerTime);
        if (SeriesReader.TryRead(rows, query, form, row => RowOf(row, seriesId), out var values, out var lastAt) is { } fault)
        {
            return failures.Malformed<DataPage<IndicatorValue>>(exchange, fault);
        }

        if (totalRows == 0 && query.From < exchange.ServerTime - SilenceMax)
        {
            return failures.UnknownSymbol<DataPage<IndicatorValue>>(exchange, seriesId, $"{series.Route} has no row of it");
        }

        var count = rows!.Value.GetArrayLength();
        return count < totalRows && lastAt is null
            ? failures.Malformed<DataPage<IndicatorValue>>(exchange, "has no row and promises more")
            : failures.Ok(exchange, new DataPage<IndicatorValue>(values, count < totalRows ? lastAt!.Value.AddDays(1) : null));
    }

    private static SeriesRow? RowOf(JsonElement row, string seriesId)
    {
        var (at, stated) = (row.Member("period").Midnight(), row.Member("value"));
        var value = stated.AnyNumber();
        return at is null || row.Member("series").Text() != seriesId || stated is null || (value is null && stated.IsStated())
            ? null
            : new SeriesRow(at.Value, value);
    }
}
