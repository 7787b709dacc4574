using System.Collections.Immutable;
using System.Text.Json;
using OrleansAssets.Domain.Feeds;

namespace OrleansAssets.Vendors.Http;

/// <summary>Turns the rows of a reply into candles that hold: the one place where a vendor's candles are checked.</summary>
internal static class CandleRows
{
    /// <summary>Before the first market data of any vendor here; an earlier time was read in the wrong unit.</summary>
    private static readonly DateTimeOffset Earliest = new(1970, 1, 2, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The rows of a vendor that starts where it is asked to: an earlier one is a fault.</summary>
    public static Result<ImmutableArray<Candle>> Read(
        JsonElement? array, int rowsMax, Func<JsonElement, Candle?> read, CandleQuery query, DateTimeOffset serverTime)
        => ReplyRows.Read(
            array, rowsMax, read, candle => FaultOf(candle, query.From, serverTime, query.MayBeNegative), candle => candle.OpenTime);

    /// <summary>
    /// The rows of a vendor that widens a range to whole days or gives whole months: those before the time that was asked for are left out.
    /// </summary>
    /// <param name="rows">Oldest first.</param>
    public static Result<ImmutableArray<Candle>> ReadFrom<T>(
        IEnumerable<T> rows, Func<T, Candle?> read, CandleQuery query, DateTimeOffset serverTime)
        => ReplyRows.Read(
                rows, read, candle => FaultOf(candle, DateTimeOffset.MinValue, serverTime, query.MayBeNegative), candle => candle.OpenTime)
            .Then<ImmutableArray<Candle>>(candles => candles.RemoveAll(candle => candle.OpenTime < query.From));

    /// <summary>What is wrong with a candle, as the end of a sentence; null where nothing is.</summary>
    /// <param name="mayBeNegative">Whether prices of 0 and less are real: crude oil settled at -37.63 USD on 2020-04-20.</param>
    private static string? FaultOf(Candle candle, DateTimeOffset from, DateTimeOffset serverTime, bool mayBeNegative) => candle switch
    {
        _ when candle.OpenTime < Earliest || candle.OpenTime > serverTime + candle.Timeframe.Duration() => "opens at a time that cannot be",
        _ when candle.OpenTime < from => "opens before the time that was asked for",
        _ when decimal.Min(candle.Low, decimal.Min(candle.Open, candle.Close)) <= 0 && !mayBeNegative => "has a price that is not above 0",
        _ when OddBars.IsImpossible(candle) => "has a high below its low",
        _ when candle.Volume < 0 => "has a volume below 0",
        _ => null,
    };
}
