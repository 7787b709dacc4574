using System.Text.Json;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.MarketData;
using OrleansAssets.Vendors.Http;

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
