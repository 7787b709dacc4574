using System.Text.Json;
using Refit;

namespace OrleansAssets.Vendors.Glassnode;

/// <summary>Daily on-chain metrics of Glassnode; a value belongs to the start of its day.</summary>
internal sealed class GlassnodeAdapter(VendorClient<IGlassnodeApi> client) : IIndicatorSource
{
    private const string Interval = "24h";

    /// <summary>Fifty years of days.</summary>
    private const int RowsMax = 20_000;

    public string SourceId => GlassnodeVendor.Id;

    public int UnitsPerCall => 1;

    public Task<VendorReply<DataPage<IndicatorValue>>> GetIndicatorAsync(IndicatorQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        var since = Math.Max(0, query.From.ToUnixTimeSeconds());
        return GlassnodeSeries.All.AskAsync(query, series => client.AskAsync(
            new Asked(query.Symbol, $"{series.Category}/{series.Metric}"),
            (api, keys, token) => api.GetMetricAsync(keys[0], series.Category, series.Metric, query.Symbol, since, Interval, token),
            (answer, root) =>
            {
                var unit = series.Unit ?? query.Symbol.ToLowerInvariant();
                var read = SeriesReader.Read(answer, root, query, unit, TimeSpan.FromDays(1), RowsMax, RowOf);
                return answer.Ok(read, part => new DataPage<IndicatorValue>(part.Values, ContinueFrom: null));
            },
            cancellationToken));
    }

    private static SeriesRow? RowOf(JsonElement row)
    {
        var stated = row.Member("v");
        return stated is null ? null : SeriesRow.Of(EpochTime.OfSeconds(row.Member("t").Number()), stated, stated.Number());
    }
}

/// <summary>The part of Glassnode's API that is used. Histories come whole, without pages.</summary>
internal interface IGlassnodeApi
{
    /// <summary>A metric of an asset, oldest first.</summary>
    /// <param name="asset">E.g. <c>BTC</c>.</param>
    /// <param name="since">Seconds since 1970, inclusive.</param>
    /// <param name="interval">E.g. <c>24h</c>.</param>
    [Get("/v1/metrics/{category}/{metric}")]
    Task<HttpResponseMessage> GetMetricAsync(
        [Header("X-Api-Key")] string key,
        string category,
        string metric,
        [AliasAs("a")] string asset,
        [AliasAs("s")] long since,
        [AliasAs("i")] string interval,
        CancellationToken cancellationToken);
}
