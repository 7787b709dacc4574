using System.Collections.Immutable;
using System.Text.Json;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.MarketData;
using OrleansAssets.Vendors.Http;

namespace OrleansAssets.Vendors.Alpaca;

/// <summary>Reads a page of bars: <c>{"bars":{"NVDA":[{t,o,h,l,c,v,n,vw}]},"next_page_token":...}</c>; no bars come as {} or
/// null.</summary>
internal static class BarsParser
{
    /// <summary>The bars as candles, or what is wrong with the reply as the end of a sentence.</summary>
    public static string? TryRead(
        JsonElement root, CandleQuery query, DateTimeOffset serverTime, int rowsMax, out ImmutableArray<Candle> candles,
        out string? pageToken)
    {
        candles = [];
        pageToken = null;
        if (root.Member("bars") is not { ValueKind: JsonValueKind.Object or JsonValueKind.Null } bars
            || root.Member("next_page_token") is not { ValueKind: JsonValueKind.String or JsonValueKind.Null } token)
        {
            return "has no bars or no page token";
        }

        pageToken = ((JsonElement?)token).Text();
        if (token.ValueKind == JsonValueKind.String && string.IsNullOrEmpty(pageToken))
        {
            return "has a page token that cannot be read";
        }

        if (bars.Member(query.Symbol) is not { ValueKind: not JsonValueKind.Null } rows)
        {
            return bars.ValueKind == JsonValueKind.Object && bars.EnumerateObject().Any() ? $"is not about {query.Symbol}" : null;
        }

        return ReadRows(rows, query, serverTime, rowsMax, out candles);
    }

    private static string? ReadRows(
        JsonElement rows, CandleQuery query, DateTimeOffset serverTime, int rowsMax, out ImmutableArray<Candle> candles)
    {
        candles = [];
        if (rows.ValueKind != JsonValueKind.Array || rows.GetArrayLength() > rowsMax)
        {
            return $"has no array of at most {rowsMax} bars";
        }

        var read = ImmutableArray.CreateBuilder<Candle>(rows.GetArrayLength());
        foreach (var row in rows.EnumerateArray())
        {
            if (ReadRow(row, query) is not { } candle)
            {
                return $"has a bar {read.Count + 1} that is not of the documented form";
            }

            if (CandleCheck.FaultOf(candle, read.Count > 0 ? read[^1] : null, query.From, serverTime, query.MayBeNegative) is { } fault)
            {
                return $"has a bar {read.Count + 1} that {fault}";
            }

            read.Add(candle);
        }

        candles = read.MoveToImmutable();
        return null;
    }

    private static Candle? ReadRow(JsonElement row, CandleQuery query)
        => Rfc3339.TryParse(row.Member("t").Text(), out var label) && AlpacaTimes.OpenTimeOf(query.Timeframe, label) is { } openTime
            && row.Member("o").Number() is { } open && row.Member("h").Number() is { } high && row.Member("l").Number() is { } low
            && row.Member("c").Number() is { } close && row.Member("v").Number() is { } volume
            ? new Candle(query.AssetId, AlpacaVendor.Id, query.Timeframe, openTime, open, high, low, close, volume)
            : null;
}
