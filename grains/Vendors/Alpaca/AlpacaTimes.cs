using OrleansAssets.MarketData;

namespace OrleansAssets.Grains.Vendors.Alpaca;

/// <summary>
/// Alpaca's labels and ours. A daily bar bears New York's midnight (04:00Z or 05:00Z); ours opens at 00:00Z of the trading date, the same
/// through daylight saving. Intraday bars bear their UTC start in both.
/// </summary>
internal static class AlpacaTimes
{
    /// <summary>Late trades still change a bar for about half a minute after it ended.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromMinutes(1);

    /// <summary>The vendor's name for a timeframe.</summary>
    public static string NameOf(Timeframe timeframe) => timeframe switch
    {
        Timeframe.D1 => "1Day",
        Timeframe.H1 or Timeframe.H4 => $"{(int)timeframe / 60}Hour",
        _ => $"{(int)timeframe}Min",
    };

    /// <summary>The <c>start</c> that asks for bars of ours that open at or after an instant.</summary>
    public static string StartOf(Timeframe timeframe, DateTimeOffset from)
    {
        if (timeframe == Timeframe.D1)
        {
            return Rfc3339.Format(NewYorkTime.MidnightOf(DateOnly.FromDateTime(Ceiling(from, TimeSpan.TicksPerDay).UtcDateTime)));
        }

        return Rfc3339.Format(Ceiling(from, TimeSpan.TicksPerSecond));
    }

    /// <summary>Our open time of a bar; null for a daily bar that does not start at New York's midnight.</summary>
    public static DateTimeOffset? OpenTimeOf(Timeframe timeframe, DateTimeOffset label)
    {
        if (timeframe != Timeframe.D1)
        {
            return label;
        }

        var date = NewYorkTime.DateOf(label);
        return NewYorkTime.MidnightOf(date) == label ? new DateTimeOffset(date, TimeOnly.MinValue, TimeSpan.Zero) : null;
    }

    /// <summary>Whether a bar of ours can no longer change. A day ends at the next midnight in New York, after the late session.</summary>
    public static bool IsClosed(Timeframe timeframe, DateTimeOffset openTime, DateTimeOffset serverTime)
    {
        var end = timeframe == Timeframe.D1
            ? NewYorkTime.MidnightOf(DateOnly.FromDateTime(openTime.UtcDateTime).AddDays(1))
            : openTime + timeframe.Duration();
        return end + Settling <= serverTime;
    }

    private static DateTimeOffset Ceiling(DateTimeOffset instant, long unitTicks)
    {
        var remainder = instant.UtcTicks % unitTicks;
        return new DateTimeOffset(instant.UtcTicks + (remainder == 0 ? 0 : unitTicks - remainder), TimeSpan.Zero);
    }
}
