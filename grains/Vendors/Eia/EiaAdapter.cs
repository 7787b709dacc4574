using System.Text.Json;
using Refit;

namespace OrleansAssets.Vendors.Eia;

/// <summary>Stocks and prices of US energy.</summary>
internal sealed class EiaAdapter(VendorClient<IEiaApi> client) : IIndicatorSource
{
    private const int RowsMax = 5000;

    /// <summary>No series here pauses for so long: without a row since then it does not exist.</summary>
    private static readonly TimeSpan SilenceMax = TimeSpan.FromDays(60);

    public string SourceId => EiaVendor.Id;

    public int UnitsPerCall => 1;

    public Task<VendorReply<DataPage<IndicatorValue>>> GetIndicatorAsync(IndicatorQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return EiaSeries.All.AskAsync(query, series => client.AskAsync(
            new Asked(series.Series ?? query.Symbol, series.Route),
            (api, keys, token) => api.GetDataAsync(
                series.Group, series.Section, series.Table, keys[0], series.Frequency, column: "value", series.Series ?? query.Symbol,
                IsoDate.Format(query.From), sortColumn: "period", sortDirection: "asc", offset: 0, RowsMax, token),
            (answer, root) => PageOf(answer, root, query, series.Unit),
            cancellationToken));
    }

    /// <summary>The page. The next one is asked for by its first date instead of by an offset, which new rows cannot shift.</summary>
    private static VendorReply<DataPage<IndicatorValue>> PageOf(VendorAnswer answer, JsonElement root, IndicatorQuery query, string unit)
    {
        // Numbers are texts since January 2024 and were numbers before.
        var (total, rows) = (root.Member("response")?.Member("total").AnyNumber(), root.Member("response")?.Member("data"));
        if (total is not ({ } totalRows and >= 0))
        {
            return answer.Malformed("does not say how many rows there are");
        }

        var read = SeriesReader.Read(answer, rows, query, unit, TimeSpan.Zero, RowsMax, row => RowOf(row, answer.Asked.Symbol));
        return read.Value switch
        {
            null => answer.Page<IndicatorValue>(read.Fault!), // There is a fault where there is no value.
            _ when totalRows == 0 && query.From < answer.ServerTime - SilenceMax
                => answer.UnknownSymbol($"{answer.Asked.What} has no row of it"),
            { LastAt: null } when totalRows > 0 => answer.Malformed("has no row and promises more"),
            _ => answer.Ok(
                read, part => new DataPage<IndicatorValue>(part.Values, part.RowsCount < totalRows ? part.LastAt?.AddDays(1) : null)),
        };
    }

    private static SeriesRow? RowOf(JsonElement row, string seriesId)
    {
        var stated = row.Member("value");
        return stated is null || !row.Member("series").Names(seriesId)
            ? null : SeriesRow.Of(row.Member("period").Midnight(), stated, stated.AnyNumber());
    }
}

/// <summary>The part of EIA's API that is used. The key goes in the query, and the reply repeats it.</summary>
internal interface IEiaApi
{
    /// <summary>Rows of a series, a page at a time.</summary>
    /// <param name="group">With section and table the route, e.g. <c>natural-gas/stor/wkly</c>.</param>
    /// <param name="column">Without it no value comes back.</param>
    /// <param name="start">A date, inclusive.</param>
    /// <param name="length">Most rows, up to 5000.</param>
    [Get("/{group}/{section}/{table}/data/")]
    Task<HttpResponseMessage> GetDataAsync(
        string group,
        string section,
        string table,
        [AliasAs("api_key")] string key,
        string frequency,
        [AliasAs("data[0]")] string column,
        [AliasAs("facets[series][]")] string series,
        string start,
        [AliasAs("sort[0][column]")] string sortColumn,
        [AliasAs("sort[0][direction]")] string sortDirection,
        int offset,
        int length,
        CancellationToken cancellationToken);
}
