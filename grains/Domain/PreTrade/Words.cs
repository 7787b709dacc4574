using System.Globalization;
using OrleansAssets.Assets;
using OrleansAssets.Domain.Assets;

namespace OrleansAssets.Domain.PreTrade;

/// <summary>Instants, ages and ids in words.</summary>
public static class Words
{
    private const int GivenLengthMax = 80;

    /// <summary>An id as somebody gave it, for an error: the start of one that is too long to be any.</summary>
    public static string Given(string? id) => id?.Length > GivenLengthMax ? id[..GivenLengthMax] + "..." : id ?? "";

    /// <summary>E.g. <c>2026-11-24 09:30:00 UTC</c>.</summary>
    public static string At(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>E.g. <c>2026-11-24</c>.</summary>
    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Minutes, to one decimal.</summary>
    public static decimal Minutes(TimeSpan age) => Math.Round((decimal)age.TotalMinutes, 1);

    /// <summary>E.g. <c>12.5 minutes</c>.</summary>
    public static string Age(TimeSpan age) => $"{Amounts.Text(Minutes(age))} minutes";

    /// <summary>E.g. <c>50 pips</c> or <c>8 %</c>.</summary>
    public static string Distance(PriceDistance distance) => distance.Unit == DistanceUnit.Pips
        ? $"{Amounts.Text(distance.Value)} pips"
        : Amounts.Percent(distance.Value);
}
