using System.Globalization;
using OrleansAssets.Domain.Assets;

namespace OrleansAssets.Domain.PreTrade;

/// <summary>Instants, days and ages as a result's explanation tells them; stored decisions have these texts.</summary>
public static class TimeText
{
    /// <summary>E.g. <c>2026-11-24 09:30:00 UTC</c>.</summary>
    public static string At(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>E.g. <c>2026-11-24</c>.</summary>
    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Minutes, to one decimal.</summary>
    public static decimal Minutes(TimeSpan age) => Math.Round((decimal)age.TotalMinutes, 1);

    /// <summary>E.g. <c>12.5 minutes</c>.</summary>
    public static string Age(TimeSpan age) => $"{Amounts.Text(Minutes(age))} minutes";
}
