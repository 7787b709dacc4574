using System.Collections.Immutable;
using System.Globalization;
using OrleansAssets.Domain.Calendars;
using OrleansAssets.Sandbox.World;

namespace OrleansAssets.Sandbox.UnusualWhales;

/// <summary>Invented releases of these weeks, and earnings.</summary>
internal static class WhaleCalendar
{
    private static readonly ImmutableArray<(string Title, string Previous, string Forecast, int Hour)> Releases =
    [
        ("Initial jobless claims", "221000", "225000", 8), ("Consumer price index", "0.2%", "0.3%", 8),
        ("*New home sales", "655000", "660000", 10), ("FOMC interest-rate decision", "", "", 14),
        ("U.S. employment report", "151000", "165000", 8), ("Retail sales", "-0.1%", "0.4%", 8),
        ("Consumer sentiment (final)", "55", "54.4", 10),
    ];

    public static Task ReleasesAsync(HttpContext context, DateTimeOffset now)
        => UnusualWhalesSandbox.SendAsync(context, writer =>
        {
            writer.WriteStartArray();
            var today = NewYorkTime.DateOf(now);
            foreach (var date in Enumerable.Range(-5, 15).Select(today.AddDays)
                .Where(date => TradingCalendar.IsTradingDay(TradingHours.NewYork, date)))
            {
                var release = Releases[date.DayNumber % Releases.Length];
                writer.WriteStartObject();
                writer.WriteString("type", "report");
                writer.WriteString("time", NewYorkTime.InstantOf(date, new TimeOnly(release.Hour, release.Hour == 8 ? 30 : 0))
                    .UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
                writer.WriteString("event", release.Title);
                writer.WriteString("reported_period", date.AddMonths(-1).ToString("MMMM", CultureInfo.InvariantCulture));
                writer.WriteString("prev", release.Previous);
                writer.WriteString("forecast", release.Forecast);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        });

    public static Task EarningsAsync(HttpContext context, SyntheticMarket market, DateTimeOffset now)
        => UnusualWhalesSandbox.SendAsync(context, writer =>
        {
            writer.WriteObjects(name: null, SyntheticEarnings.About(market.Asset, NewYorkTime.DateOf(now)).Reverse(), report =>
            {
                writer.WriteString("source", "company");
                writer.WriteString("report_date", report.ReportsOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                writer.WriteString("report_time", report.IsAfterClose ? "postmarket" : "premarket");
                writer.WriteNull("actual_eps");
                writer.WriteString("ending_fiscal_quarter", report.QuarterEnd.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                writer.WriteString("street_mean_est", report.Estimate.ToString(CultureInfo.InvariantCulture));
            });
        });
}
