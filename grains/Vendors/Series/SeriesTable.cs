using System.Collections.Frozen;
using System.Collections.Immutable;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.MarketData;
using OrleansAssets.Vendors.Http;

namespace OrleansAssets.Vendors.Series;

/// <summary>A vendor's series by the names that the configuration gives its indicators: the one place where they meet.</summary>
internal sealed class SeriesTable<TSeries>(string sourceId, params ImmutableArray<(string Indicator, TSeries Series)> rows)
    where TSeries : class
{
    private readonly FrozenDictionary<string, TSeries> _series =
        rows.ToFrozenDictionary(row => row.Indicator, row => row.Series, StringComparer.Ordinal);

    /// <summary>The indicators that the adapter knows, in the table's order.</summary>
    public ImmutableArray<string> Indicators { get; } = [.. rows.Select(row => row.Indicator)];

    /// <summary>The series of an indicator; null where the adapter does not know it, with the failure.</summary>
    public TSeries? Find(IndicatorQuery query, out VendorReply<DataPage<IndicatorValue>>? failure)
    {
        var series = _series.GetValueOrDefault(query.Indicator);
        failure = series is null ? VendorReplies.UnknownIndicator(sourceId, query.Indicator, Indicators) : null;
        return series;
    }
}
