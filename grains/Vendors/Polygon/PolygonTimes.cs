using OrleansAssets.Domain.Calendars;

namespace OrleansAssets.Vendors.Polygon;

/// <summary>
/// Polygon's labels and ours. Days of shares and indices are <see cref="NewYorkDays"/>, those of currencies begin at 00:00Z; intraday bars
/// bear their UTC start.
/// </summary>
internal static class PolygonTimes
{
    /// <summary>Late trades still change a bar for about half a minute after it ended.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromMinutes(1);

    /// <summary>Whether a symbol is a pair of currencies, e.g. <c>C:GBPJPY</c>.</summary>
    public static bool IsCurrency(string symbol) => symbol.StartsWith("C:", StringComparison.Ordinal);

    /// <summary>Whether a symbol is an index, e.g. <c>I:SOX</c>.</summary>
    public static bool IsIndex(string symbol) => symbol.StartsWith("I:", StringComparison.Ordinal);

    /// <summary>The vendor's words for a timeframe.</summary>
    public static (int Multiplier, string Timespan) NameOf(Timeframe timeframe) => timeframe switch
    {
        Timeframe.D1 => (1, "day"),
        Timeframe.H1 or Timeframe.H4 => ((int)timeframe / 60, "hour"),
        _ => ((int)timeframe, "minute"),
    };

    /// <summary>
    /// The range to ask for, in milliseconds. Today's daily bar is left out: it is open, and small plans may not ask for it.
    /// </summary>
    public static (long From, long To) RangeOf(CandleQuery query, DateTimeOffset now)
    {
        if (query.Timeframe != Timeframe.D1)
        {
            return (EpochTime.CeilingMilliseconds(query.From), now.ToUnixTimeMilliseconds());
        }

        return IsCurrency(query.Symbol)
            ? (EpochTime.CeilingMilliseconds(query.From), Timeframe.D1.OpenTimeOf(now).ToUnixTimeMilliseconds() - 1)
            : (NewYorkDays.LabelFrom(query.From).ToUnixTimeMilliseconds(),
                NewYorkTime.MidnightOf(NewYorkTime.DateOf(now)).ToUnixTimeMilliseconds() - 1);
    }

    /// <summary>Our open time of a bar; null for a daily bar that starts elsewhere than documented.</summary>
    public static DateTimeOffset? OpenTimeOf(CandleQuery query, DateTimeOffset label) => query.Timeframe switch
    {
        not Timeframe.D1 => label,
        _ when IsCurrency(query.Symbol) => label.TimeOfDay == TimeSpan.Zero ? label : null,
        _ => NewYorkDays.OpenTimeOf(label),
    };

    /// <summary>Whether a bar of ours can no longer change.</summary>
    public static bool IsClosed(CandleQuery query, DateTimeOffset openTime, DateTimeOffset completeUntil)
    {
        var end = query.Timeframe == Timeframe.D1 && !IsCurrency(query.Symbol)
            ? NewYorkDays.EndOf(openTime)
            : openTime + query.Timeframe.Duration();
        return end + Settling <= completeUntil;
    }
}
