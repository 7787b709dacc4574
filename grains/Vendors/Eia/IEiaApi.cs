using Refit;

namespace OrleansAssets.Vendors.Eia;

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
