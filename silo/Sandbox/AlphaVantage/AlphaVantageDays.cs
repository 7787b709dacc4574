using System.Globalization;
using OrleansAssets.Domain.Calendars;
using OrleansAssets.MarketData;
using OrleansAssets.Sandbox.World;

namespace OrleansAssets.Sandbox.AlphaVantage;

/// <summary>
/// Alpha Vantage's daily series of 100 rows, newest first; the newest is of today and still moves. A share's days are as traded: a split
/// changes none of those before it.
/// </summary>
internal static class AlphaVantageDays
{
    private const int Rows = 100;
    private const int DaysBack = 160;

    public static Task WriteAsync(HttpContext context, string symbol, SyntheticMarket market, DateTimeOffset now)
    {
        var isShare = market.Asset.Hours == TradingHours.NewYork;
        var bars = market.BarsFrom(Timeframe.D1, now.AddDays(-DaysBack), now.AddTicks(1), now).TakeLast(Rows).Reverse();
        return SandboxJson.WriteObjectAsync(context, StatusCodes.Status200OK, writer =>
        {
            writer.WriteStartObject("Meta Data");
            writer.WriteString(
                "1. Information",
                isShare ? "Daily Prices (open, high, low, close) and Volumes" : "Forex Daily Prices (open, high, low, close)");
            writer.WriteString("2. Symbol", symbol);
            writer.WriteString("4. Output Size", "Compact");
            writer.WriteString(isShare ? "5. Time Zone" : "6. Time Zone", isShare ? "US/Eastern" : "UTC");
            writer.WriteEndObject();
            writer.WriteStartObject(isShare ? "Time Series (Daily)" : "Time Series FX (Daily)");
            foreach (var bar in bars)
            {
                var date = isShare ? NewYorkTime.DateOf(bar.Start) : DateOnly.FromDateTime(bar.Start.UtcDateTime);
                writer.WriteStartObject(date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                var asTraded = SyntheticSplit.PriceFactor(market.Asset.Id, bar.Start);
                writer.WriteString("1. open", Text(market.PriceOf(bar.Open) * asTraded));
                writer.WriteString("2. high", Text(market.PriceOf(bar.High) * asTraded));
                writer.WriteString("3. low", Text(market.PriceOf(bar.Low) * asTraded));
                writer.WriteString("4. close", Text(market.PriceOf(bar.Close) * asTraded));
                if (isShare)
                {
                    writer.WriteString("5. volume", ((long)(bar.Volume / asTraded)).ToString(CultureInfo.InvariantCulture));
                }

                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        });
    }

    private static string Text(decimal value) => value.ToString("F5", CultureInfo.InvariantCulture);
}
