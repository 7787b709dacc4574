using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.MarketData;
using OrleansAssets.Vendors.Http;

namespace OrleansAssets.Vendors.Polygon;

/// <summary>
/// Reads a page of bars: <c>{"resultsCount":2,"results":[{t,o,h,l,c,v,vw,n}],"next_url":...}</c>. Without bars <c>results</c> is missing.
/// Volumes may have a fraction or an exponent; indices have none.
/// </summary>
internal static class AggregatesParser
{
    /// <summary>The part of <c>next_url</c>'s path that holds where the next page begins, counted from the end.</summary>
    private const int FromPartFromEnd = 2;

    /// <summary>The bars as candles.</summary>
    public static Result<ImmutableArray<Candle>> Read(JsonElement root, CandleQuery query, DateTimeOffset serverTime)
        => root.Member("ticker").Text() is { } ticker && ticker != query.Symbol
            ? $"is not about {query.Symbol}"
            : RowsOf(root).Then(rows => CandleRows.ReadFrom(rows, row => ReadRow(row, query), query, serverTime));

    /// <summary>The rows; none where <c>results</c> is missing and the reply says that there are none.</summary>
    public static Result<List<JsonElement>> RowsOf(JsonElement root) => root.Member("results") switch
    {
        { ValueKind: JsonValueKind.Array } results => results.EnumerateArray().ToList(),
        null or { ValueKind: JsonValueKind.Null } when root.Member("resultsCount").Whole() is null or 0 => new List<JsonElement>(),
        _ => "has no array of results",
    };

    /// <summary>Where an empty page goes on: the start in the path of <c>next_url</c>; null where it cannot be read.</summary>
    public static DateTimeOffset? StartOf(string nextUrl)
    {
        var path = nextUrl.Split('?')[0].Split('/');
        return path.Length > FromPartFromEnd
            && long.TryParse(path[^FromPartFromEnd], NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            ? EpochTime.OfMilliseconds(milliseconds) : null;
    }

    private static Candle? ReadRow(JsonElement row, CandleQuery query)
        => EpochTime.OfMilliseconds(row.Member("t").Whole()) is { } label && PolygonTimes.OpenTimeOf(query, label) is { } openTime
            && row.Member("o").Number() is { } open && row.Member("h").Number() is { } high && row.Member("l").Number() is { } low
            && row.Member("c").Number() is { } close && VolumeOf(row, query.Symbol) is { } volume
            ? new Candle(query.AssetId, PolygonVendor.Id, query.Timeframe, openTime, open, high, low, close, volume)
            : null;

    private static decimal? VolumeOf(JsonElement row, string symbol)
        => row.Member("v") is null && PolygonTimes.IsIndex(symbol) ? 0 : row.Member("v").Number();
}
