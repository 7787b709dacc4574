using OrleansAssets.Domain.Calendars;

namespace OrleansAssets.Vendors.Alpaca;

/// <summary>Alpaca's labels and ours. Daily bars are <see cref="NewYorkDays"/>; intraday bars bear their UTC start in both.</summary>
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
            return Rfc3339.Format(NewYorkDays.LabelFrom(from));
        }

        var part = from.UtcTicks % TimeSpan.TicksPerSecond;
        return Rfc3339.Format(part == 0 ? from : from.AddTicks(TimeSpan.TicksPerSecond - part));
    }

    /// <summary>Our open time of a bar; null for a daily bar that does not start at New York's midnight.</summary>
    public static DateTimeOffset? OpenTimeOf(Timeframe timeframe, DateTimeOffset label)
        => timeframe == Timeframe.D1 ? NewYorkDays.OpenTimeOf(label) : label;

    /// <summary>Whether a bar of ours can no longer change. A day ends at the next midnight in New York, after the late session.</summary>
    public static bool IsClosed(Timeframe timeframe, DateTimeOffset openTime, DateTimeOffset serverTime)
    {
        var end = timeframe == Timeframe.D1 ? NewYorkDays.EndOf(openTime) : openTime + timeframe.Duration();
        return end + Settling <= serverTime;
    }
}
