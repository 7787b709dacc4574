using System.Collections.Immutable;
using System.Text.Json;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.MarketData;
using OrleansAssets.Vendors.Http;

namespace OrleansAssets.Vendors.Polygon;

/// <summary>Reads FINRA's short interest as Polygon hands it on: <c>{ticker, settlement_date, short_interest, days_to_cover}</c>.</summary>
internal static class ShortInterestParser
{
    /// <summary>The values, oldest first, or what is wrong with the reply as the end of a sentence.</summary>
    public static string? TryRead(
        JsonElement root, IndicatorQuery query, string member, string unit, out ImmutableArray<IndicatorValue> values)
    {
        values = [];
        if (AggregatesParser.RowsOf(root) is not { } rows)
        {
            return "has no array of results";
        }

        var read = new SortedDictionary<DateTimeOffset, IndicatorValue>();
        foreach (var row in rows)
        {
            if (row.Member("ticker").Text() != query.Symbol)
            {
                return $"has a row that is not about {query.Symbol}";
            }

            if (VendorParser.DateOf(row.Member("settlement_date").Text()) is not { } settled || row.Member(member).Number() is not ({ } value and >= 0))
            {
                return $"has a row {read.Count + 1} that is not of the documented form";
            }

            var at = new DateTimeOffset(settled, TimeOnly.MinValue, TimeSpan.Zero);
            read[at] = new IndicatorValue(query.AssetId, PolygonVendor.Id, query.Indicator, at, value, unit);
        }

        values = [.. read.Values.Where(value => value.At >= query.From)];
        return null;
    }
}
