using Orleans;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.MarketData;

namespace OrleansAssets.Domain.Feeds;

/// <summary>
/// A page whose rows cannot be used is asked for again, as vendors mend their data; but not for ever, or all behind it would be lost with
/// it. It is passed over then, counted as left out, and stands in the ledger of gaps: a feed of candles asks for it again from there.
/// </summary>
public static class BadPageRules
{
    /// <summary>So often it is asked for at least, before it is passed over.</summary>
    public const int TriesMin = 5;

    /// <summary>And for so long: what a vendor breaks for all it mends sooner.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    /// <summary>Candles that are passed over where nobody knows how far a page would have reached.</summary>
    private const int CandlesPassed = 500;

    /// <summary>Where a feed goes on if it passes a page over; null where there is nothing behind it yet, or nobody knows where.</summary>
    /// <param name="from">Where the page was asked to start.</param>
    /// <param name="next">Where the page behind it starts, as the vendor or the page says.</param>
    public static DateTimeOffset? NextOf(DateTimeOffset from, DateTimeOffset? next, DatasetSchedule schedule, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        var after = next > from ? next
            : schedule is { Kind: DatasetKind.Candles, Timeframe: { } timeframe } ? from + (timeframe.Duration() * CandlesPassed)
            : null;
        return after <= now ? after : null;
    }

    /// <summary>The state after a page that could not be used; and what was left out with it, where it is passed over.</summary>
    /// <param name="next">Where the feed goes on, if it passes the page over.</param>
    /// <param name="fault">What is wrong with the page.</param>
    /// <param name="isMeasured">Whether the ledger is measured against a calendar, which shows the stretch by itself.</param>
    public static (FeedState State, LeftOut? Passed) Refused(
        FeedState state, DateTimeOffset from, DateTimeOffset? next, string fault, bool isMeasured, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        var bad = state.BadPage is { } known ? known with { Tries = known.Tries + 1 } : new BadPage(1, now);
        if (next is not { } after || bad.Tries < TriesMin || now - bad.Since < Patience)
        {
            return (state with { BadPage = bad }, null);
        }

        var text = $"the page from {InstantText.Seconds(from)} to {InstantText.Seconds(after)}, asked for {bad.Tries} times: {fault}";
        var passed = new LeftOut(1, text);
        return (
            FeedRules.Leave(state, passed) with
            {
                ContinueFrom = after, BadPage = null, Gaps = isMeasured ? state.Gaps : WithOneLost(state.Gaps, now),
            },
            passed);
    }

    private static GapLedger WithOneLost(GapLedger? ledger, DateTimeOffset now)
    {
        var before = ledger ?? new GapLedger(now, now, 0, 0, 0, 0, Next: null, now);
        return before with { Expected = before.Expected + 1, Absent = before.Absent + 1, MeasuredAt = now };
    }
}

/// <summary>A page that cannot be used, each time that it is asked for.</summary>
/// <param name="Tries">How often in a row.</param>
/// <param name="Since">When first.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.BadPage")]
public sealed record BadPage(int Tries, DateTimeOffset Since);
