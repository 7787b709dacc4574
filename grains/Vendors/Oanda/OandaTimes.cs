using OrleansAssets.Domain.Calendars;

namespace OrleansAssets.Vendors.Oanda;

/// <summary>
/// OANDA's labels and ours. A day of the currency market runs from 17:00 to 17:00 in New York (21:00Z or 22:00Z) and bears the date on
/// which it ends: Sunday evening belongs to Monday. Ours opens at 00:00Z of that date, the same through daylight saving.
/// </summary>
internal static class OandaTimes
{
    /// <summary>The hour in New York at which days begin.</summary>
    public const int DayBeginsAt = 17;

    /// <summary>The zone of that hour.</summary>
    public const string Zone = "America/New_York";

    private static readonly TimeOnly DayBegins = new(DayBeginsAt, 0);

    /// <summary>The vendor's name for a timeframe.</summary>
    public static string NameOf(Timeframe timeframe) => timeframe switch
    {
        Timeframe.D1 => "D",
        Timeframe.H1 or Timeframe.H4 => $"H{(int)timeframe / 60}",
        _ => $"M{(int)timeframe}",
    };

    /// <summary>The <c>from</c> that asks for candles of ours that open at or after an instant.</summary>
    public static string FromOf(Timeframe timeframe, DateTimeOffset from)
    {
        if (timeframe != Timeframe.D1)
        {
            return Rfc3339.Format(from);
        }

        var date = DateOnly.FromDateTime(from.UtcDateTime);
        return Rfc3339.Format(BeginOf(NewYorkDays.OpenTimeOf(date) < from ? date.AddDays(1) : date));
    }

    /// <summary>Our open time of a candle; null for a day that begins elsewhere than asked for.</summary>
    public static DateTimeOffset? OpenTimeOf(Timeframe timeframe, DateTimeOffset label)
    {
        if (timeframe != Timeframe.D1)
        {
            return label;
        }

        var date = NewYorkTime.DateOf(label).AddDays(1);
        return BeginOf(date) == label ? NewYorkDays.OpenTimeOf(date) : null;
    }

    private static DateTimeOffset BeginOf(DateOnly date) => NewYorkTime.InstantOf(date.AddDays(-1), DayBegins);
}
