using System.Globalization;
using System.Text.Json;
using OrleansAssets.Domain.Calendars;
using OrleansAssets.Sandbox.World;

namespace OrleansAssets.Sandbox.Polygon;

/// <summary>Polygon's snapshot of option contracts. It starts anew each day at 3:30 in New York.</summary>
internal static class PolygonOptions
{
    private const int LimitDefault = 10;
    private const int LimitMax = 250;
    private static readonly TimeOnly Reset = new(3, 30);

    public static Task AnswerAsync(HttpContext context, DateTimeOffset now)
    {
        var query = context.Request.Query;
        var limitText = query["limit"].ToString();
        var limit = limitText.Length == 0 ? LimitDefault
            : int.TryParse(limitText, NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? asked : 0;
        if (limit is < 1 or > LimitMax)
        {
            return PolygonSandbox.FailAsync(
                context, StatusCodes.Status400BadRequest, "ERROR", "error", $"'limit' must be between 1 and {LimitMax}.");
        }

        var today = NewYorkTime.DateOf(now);
        var date = now >= NewYorkTime.InstantOf(today, Reset) && TradingCalendar.IsTradingDay(TradingHours.NewYork, today)
            ? today : TradingCalendar.TradingDayBefore(TradingHours.NewYork, today);
        var expiresFrom = query["expiration_date.gte"].ToString();
        var chain = PolygonSandbox.Markets.TryGetValue(context.Request.RouteValues["underlying"] as string ?? string.Empty, out var market)
            && market.Asset.Hours == TradingHours.NewYork
            ? SyntheticOption.ChainOf(market.AsOf(now), date, now)
                .Where(option => string.CompareOrdinal(DateText(option.Expires), expiresFrom) >= 0).Take(limit)
            : [];
        return PolygonSandbox.SendAsync(context, StatusCodes.Status200OK, "OK", writer =>
        {
            writer.WriteRows(
                "results", chain,
                option => Write(writer, option, TradingCalendar.SessionOf(TradingHours.NewYork, date).Start));
        });
    }

    private static void Write(Utf8JsonWriter writer, SyntheticOption option, DateTimeOffset start)
    {
        writer.WriteStartObject();
        writer.WriteNumber("break_even_price", option.IsCall ? option.Strike + option.Price : option.Strike - option.Price);
        writer.WriteStartObject("day");
        if (option.Volume > 0)
        {
            writer.WriteNumber("close", option.Price);
            writer.WriteNumber("last_updated", start.ToUnixTimeMilliseconds() * 1_000_000);
            writer.WriteNumber("volume", option.Volume);
            writer.WriteNumber("vwap", option.Price);
        }

        writer.WriteEndObject();
        writer.WriteStartObject("details");
        writer.WriteString("contract_type", option.IsCall ? "call" : "put");
        writer.WriteString("exercise_style", "american");
        writer.WriteString("expiration_date", DateText(option.Expires));
        writer.WriteNumber("shares_per_contract", 100);
        writer.WriteNumber("strike_price", option.Strike);
        writer.WriteString("ticker", "O:" + option.Name);
        writer.WriteEndObject();
        writer.WriteStartObject("greeks");
        writer.WriteEndObject();
        writer.WriteNumber("open_interest", option.OpenInterest);
        writer.WriteEndObject();
    }

    private static string DateText(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
