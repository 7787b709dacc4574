using System.Collections.Immutable;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.MarketData;

namespace OrleansAssets.Vendors.Http;

/// <summary>Turns the rows of a reply into candles that hold.</summary>
internal static class CandleRows
{
    /// <summary>
    /// The rows as candles, or what is wrong with the reply as the end of a sentence. Rows before the time that was asked for are left
    /// out: some vendors widen a range to whole days or give whole months.
    /// </summary>
    /// <param name="rows">Oldest first.</param>
    /// <param name="read">Null for a row that is not of the documented form.</param>
    public static string? TryRead<T>(
        IEnumerable<T> rows, Func<T, Candle?> read, CandleQuery query, DateTimeOffset serverTime, out ImmutableArray<Candle> candles)
    {
        candles = [];
        var (kept, row, previous) = (ImmutableArray.CreateBuilder<Candle>(), 0, (Candle?)null);
        foreach (var candle in rows.Select(read))
        {
            row++;
            if (candle is null)
            {
                return $"has a row {row} that is not of the documented form";
            }

            if (CandleCheck.FaultOf(candle, previous, DateTimeOffset.MinValue, serverTime, query.MayBeNegative) is { } fault)
            {
                return $"has a row {row} that {fault}";
            }

            previous = candle;
            if (candle.OpenTime >= query.From)
            {
                kept.Add(candle);
            }
        }

        candles = kept.DrainToImmutable();
        return null;
    }
}
