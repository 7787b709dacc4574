using System.Globalization;
using OrleansAssets.Domain.Calendars;
using OrleansAssets.MarketData;
using OrleansAssets.Sandbox.World;

namespace OrleansAssets.Sandbox.UnusualWhales;

/// <summary>Short interest, volume off the exchanges and option volumes.</summary>
internal static class WhaleSeries
{
    public static Task ShortsAsync(HttpContext context, SyntheticMarket market, DateTimeOffset now)
    {
        var today = NewYorkTime.DateOf(now);
        var newest = SyntheticShorts.Published(market.Asset, today.AddDays(-60), today).Last();
        return UnusualWhalesSandbox.SendAsync(context, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("symbol", market.Asset.Id);
            writer.WriteString("market_date", Text(newest.Settled));
            writer.WriteString("short_interest", newest.Shares.ToString(CultureInfo.InvariantCulture));
            writer.WriteString("days_to_cover", newest.DaysToCover.ToString(CultureInfo.InvariantCulture));
            writer.WriteString("si_float", (newest.Shares / (40m * newest.DailyVolume)).ToString("0.######", CultureInfo.InvariantCulture));
            writer.WriteString("total_float", (40 * newest.DailyVolume).ToString(CultureInfo.InvariantCulture));
            writer.WriteEndObject();
        });
    }

    public static Task LevelsAsync(HttpContext context, SyntheticMarket market, DateTimeOffset now)
    {
        var date = context.Request.Query.Date("date") ?? NewYorkTime.DateOf(now);
        var from = NewYorkTime.MidnightOf(date);
        var noise = Noise.Of(market.Asset.Id).Child(11).Child(date.DayNumber);
        var bars = market.BarsFrom(Timeframe.M30, from, from.AddDays(1), now).ToList();
        return UnusualWhalesSandbox.SendAsync(context, writer =>
        {
            writer.WriteStartArray();
            foreach (var (bar, index) in bars.Select((bar, index) => (bar, index)))
            {
                var dark = (long)(bar.Volume * (0.3 + (0.25 * noise.Uniform(index))));
                writer.WriteStartObject();
                writer.WriteString("price", market.PriceOf(bar.Close).ToString(CultureInfo.InvariantCulture));
                writer.WriteNumber("dark_pool_volume", dark);
                writer.WriteString("regular_volume", (bar.Volume - dark).ToString(CultureInfo.InvariantCulture));
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        });
    }

    public static Task VolumesAsync(HttpContext context, SyntheticMarket market, DateTimeOffset now)
    {
        var limit = context.Request.Query.Whole("limit") ?? 1;
        var typical = market.Asset.DailyVolume / 2000.0;
        return UnusualWhalesSandbox.SendAsync(context, writer =>
        {
            writer.WriteStartArray();
            var date = NewYorkTime.DateOf(now).AddDays(1);
            for (var day = 0; day < Math.Min(limit, 500); day++)
            {
                date = TradingCalendar.TradingDayBefore(TradingHours.NewYork, date);
                var noise = Noise.Of(market.Asset.Id).Child(12).Child(date.DayNumber);
                writer.WriteStartObject();
                writer.WriteString("date", Text(date));
                writer.WriteNumber("call_volume", (long)(typical * Math.Exp(0.4 * noise.Normal(1))));
                writer.WriteNumber("put_volume", (long)(typical * 0.7 * Math.Exp(0.4 * noise.Normal(2))));
                writer.WriteString("avg_30_day_call_volume", typical.ToString("0.000", CultureInfo.InvariantCulture));
                writer.WriteString("avg_30_day_put_volume", (typical * 0.7).ToString("0.000", CultureInfo.InvariantCulture));
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        });
    }

    private static string Text(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
