using System.Globalization;
using OrleansAssets.DataSources;
using OrleansAssets.Grains.Vendors;
using OrleansAssets.Imports;
using OrleansAssets.MarketData;

namespace OrleansAssets.Grains.DataSources;

/// <summary>Where a feed reads on, what it accepts, and how its watermark moves.</summary>
internal static class FeedRules
{
    /// <summary>How far a vendor's clock may be ahead of ours before its candles are refused.</summary>
    private static readonly TimeSpan ClockSkewMax = TimeSpan.FromMinutes(5);

    /// <summary>
    /// The open time to ask from. The newest stored candle is asked for again, so that a late revision of it is noticed;
    /// storing it twice changes nothing.
    /// </summary>
    public static DateTimeOffset StartOf(FeedState state, DatasetSchedule schedule, Timeframe timeframe, DateTimeOffset now) =>
        state.ContinueFrom ?? state.Watermark ?? timeframe.OpenTimeOf(now.AddDays(-schedule.HistoryDays));

    /// <summary>What is wrong with a page, in words; null where nothing is.</summary>
    public static string? FaultOf(CandleQuery query, CandlePage page, DateTimeOffset now)
    {
        if (page.ContinueFrom is { } next && next <= query.From)
        {
            return $"the page from {Text(query.From)} goes on at {Text(next)}, which is no later: it would never end";
        }

        if (page.ContinueFrom is { } after && !page.Candles.IsEmpty && after <= page.Candles[^1].OpenTime)
        {
            return $"the page holds candles up to {Text(page.Candles[^1].OpenTime)} and goes on at {Text(after)}, which it holds already";
        }

        DateTimeOffset? previous = null;
        foreach (var candle in page.Candles)
        {
            if (FaultOf(query, candle, previous, now) is { } fault)
            {
                return fault;
            }

            previous = candle.OpenTime;
        }

        return null;
    }

    /// <summary>The state after a stored page.</summary>
    public static FeedState Advance(FeedState state, CandlePage page, ImportCounts counts, DateTimeOffset now)
    {
        // Rows are counted by what lies beyond the watermark, not by what the store inserted: after a crash between the two the store
        // finds the repeated page in place, and it counts all the same.
        var added = page.Candles.Count(candle => state.Watermark is null || candle.OpenTime > state.Watermark);
        return state with
        {
            Watermark = page.Candles.IsEmpty ? state.Watermark : Later(state.Watermark, page.Candles[^1].OpenTime),
            ContinueFrom = page.ContinueFrom,
            FirstAt = state.FirstAt ?? (page.Candles.IsEmpty ? null : page.Candles[0].OpenTime),
            Rows = state.Rows + added,
            Revisions = state.Revisions + counts.Updated,
            CollectedAt = now,
            LastError = null,
        };
    }

    /// <summary>The state after a stored quote.</summary>
    public static FeedState Advance(FeedState state, Quote quote, ImportCounts counts, DateTimeOffset now) => state with
    {
        Watermark = Later(state.Watermark, quote.At),
        FirstAt = state.FirstAt ?? quote.At,
        Rows = state.Rows + counts.Inserted,
        Revisions = state.Revisions + counts.Updated,
        CollectedAt = now,
        LastError = null,
    };

    /// <summary>The instant up to which data is stored: the close of the newest candle, or the newest quote.</summary>
    public static DateTimeOffset? DataUntil(DateTimeOffset? watermark, DatasetSchedule schedule) =>
        schedule is { Kind: DatasetKind.Candles, Timeframe: { } timeframe } ? watermark + timeframe.Duration() : watermark;

    private static string? FaultOf(CandleQuery query, Candle candle, DateTimeOffset? previous, DateTimeOffset now)
    {
        if (candle.AssetId != query.AssetId || candle.Timeframe != query.Timeframe)
        {
            return $"a candle of {candle.AssetId} {candle.Timeframe.Code()} came, not {query.AssetId} {query.Timeframe.Code()}";
        }

        if (candle.OpenTime < query.From || candle.OpenTime <= previous)
        {
            return $"the candle of {Text(candle.OpenTime)} is out of order: candles from {Text(query.From)} on were asked for, in order";
        }

        return candle.OpenTime > now + ClockSkewMax
            ? $"the candle of {Text(candle.OpenTime)} lies in the future: it is {Text(now)} now"
            : null;
    }

    private static DateTimeOffset Later(DateTimeOffset? one, DateTimeOffset other) => one > other ? one.Value : other;

    private static string Text(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
