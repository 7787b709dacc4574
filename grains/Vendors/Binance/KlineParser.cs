using System.Collections.Immutable;
using System.Text.Json;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.MarketData;
using OrleansAssets.Vendors.Http;

namespace OrleansAssets.Vendors.Binance;

/// <summary>
/// Reads rows of klines: an array of open time (ms), open, high, low, close, volume (texts), close time (ms) and five more that are
/// not kept. The last row may still be forming.
/// </summary>
internal static class KlineParser
{
    private const int FieldsMin = 12;

    /// <summary>The rows as candles, or what is wrong with the reply as the end of a sentence.</summary>
    public static string? TryRead(
        JsonElement root, CandleQuery query, DateTimeOffset serverTime, int rowsMax, out ImmutableArray<Candle> candles)
    {
        candles = [];
        if (root.ValueKind != JsonValueKind.Array)
        {
            return "is no array of rows";
        }

        if (root.GetArrayLength() > rowsMax)
        {
            return $"has {root.GetArrayLength()} rows where at most {rowsMax} were asked for";
        }

        var read = ImmutableArray.CreateBuilder<Candle>(root.GetArrayLength());
        foreach (var row in root.EnumerateArray())
        {
            if (ReadRow(row, query) is not { } candle)
            {
                return $"has a row {read.Count + 1} that is not of the documented form";
            }

            if (CandleCheck.FaultOf(candle, read.Count > 0 ? read[^1] : null, query.From, serverTime, query.MayBeNegative) is { } fault)
            {
                return $"has a row {read.Count + 1} that {fault}";
            }

            read.Add(candle);
        }

        candles = read.MoveToImmutable();
        return null;
    }

    private static Candle? ReadRow(JsonElement row, CandleQuery query)
    {
        if (row.ValueKind != JsonValueKind.Array || row.GetArrayLength() < FieldsMin
            || EpochTime.OfMilliseconds(Field(row, 0).Whole()) is not { } openTime
            || EpochTime.OfMilliseconds(Field(row, 6).Whole()) is not { } closeTime
            || closeTime < openTime || closeTime >= openTime + query.Timeframe.Duration())
        {
            return null;
        }

        return Field(row, 1).NumberText() is { } open && Field(row, 2).NumberText() is { } high && Field(row, 3).NumberText() is { } low
            && Field(row, 4).NumberText() is { } close && Field(row, 5).NumberText() is { } volume
            ? new Candle(
                query.AssetId, BinanceVendor.Id, query.Timeframe, openTime, open, high, low, close, volume)
            : null;
    }

    private static JsonElement? Field(JsonElement row, int index) => row[index];
}
