using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using OrleansAssets.Domain.Calendars;
using OrleansAssets.Sandbox.World;
using OrleansAssets.Vendors.UnusualWhales;

namespace OrleansAssets.Sandbox.UnusualWhales;

/// <summary>Unusual Whales' API over the synthetic world. Its days end at 20:00 in New York, here as there.</summary>
internal sealed class UnusualWhalesSandbox(SandboxOptions options, TimeProvider clock)
{
    private static readonly ImmutableSortedDictionary<string, SyntheticMarket> Markets = SyntheticAsset.All
        .Where(asset => asset.Hours == TradingHours.NewYork)
        .ToImmutableSortedDictionary(asset => asset.Id, asset => new SyntheticMarket(asset), StringComparer.Ordinal);

    private readonly SandboxBudget _minute = new(options.UnusualWhalesCallsPerMinute);
    private readonly SandboxBudget _day = new(options.UnusualWhalesCallsPerDay, windowSeconds: 86_400);

    /// <summary>Maps the addresses.</summary>
    public void Map(IEndpointRouteBuilder app)
    {
        Map(app, "option-trades/flow-alerts", AlertsAsync);
        Map(app, "shorts/{ticker}/interest-float/v2", WhaleSeries.ShortsAsync);
        Map(app, "darkpool/{ticker}/price-levels", WhaleSeries.LevelsAsync);
        Map(app, "stock/{ticker}/options-volume", WhaleSeries.VolumesAsync);
        Map(app, "market/economic-calendar", (context, _, now) => WhaleCalendar.ReleasesAsync(context, now));
        Map(app, "earnings/{ticker}", WhaleCalendar.EarningsAsync);
    }

    /// <summary>Sends <c>{"data": ...}</c>.</summary>
    internal static Task SendAsync(HttpContext context, Action<Utf8JsonWriter> writeData)
        => SandboxJson.WriteObjectAsync(context, StatusCodes.Status200OK, writer =>
        {
            writer.WritePropertyName("data");
            writeData(writer);
        });

    private static Task FailAsync(HttpContext context, int status, string message)
        => SandboxJson.WriteObjectAsync(context, status, writer => writer.WriteString("error", message));

    private void Map(IEndpointRouteBuilder app, string path, Func<HttpContext, SyntheticMarket, DateTimeOffset, Task> answer)
        => app.MapSynthetic($"/sandbox/{UnusualWhalesVendor.Id}/api/{path}", clock, async (context, now) =>
        {
            if (context.Request.Headers.Authorization.ToString().Length == 0)
            {
                await FailAsync(context, StatusCodes.Status401Unauthorized, "Invalid API key"); // Without the headers of the quota.
                return;
            }

            var ticker = context.Request.RouteValues["ticker"] as string ?? context.Request.Query["ticker_symbol"].ToString();
            var market = Markets.GetValueOrDefault(ticker.Length == 0 ? "GME" : ticker);
            await (!TrySpend(context, now) ? FailAsync(context, StatusCodes.Status429TooManyRequests, "Too many requests")
                : market is null ? FailAsync(context, StatusCodes.Status422UnprocessableEntity, "Invalid ticker symbol")
                : answer(context, market.AsOf(now), now));
        });

    private bool TrySpend(HttpContext context, DateTimeOffset now)
    {
        var day = _day.Spend(1, now + NewYorkEvening(now));
        var minute = day.IsGranted ? _minute.Spend(1, now) : _minute.Spend(0, now);
        var headers = context.Response.Headers;
        headers["x-uw-token-req-limit"] = Text(options.UnusualWhalesCallsPerDay);
        headers["x-uw-daily-req-count"] = Text(day.UsedUnits);
        headers["x-uw-minute-req-counter"] = Text(minute.UsedUnits);
        headers["x-uw-req-per-minute-remaining"] = Text(options.UnusualWhalesCallsPerMinute - minute.UsedUnits);
        headers["x-uw-req-per-minute-reset"] = Text((minute.ResetsAt - now).TotalMilliseconds);
        return day.IsGranted && minute.IsGranted;
    }

    /// <summary>What moves the end of the vendor's day to midnight UTC.</summary>
    private static TimeSpan NewYorkEvening(DateTimeOffset now)
    {
        var date = NewYorkTime.DateOf(now);
        return NewYorkDays.OpenTimeOf(date.AddDays(1)) - NewYorkTime.InstantOf(date, new TimeOnly(20, 0));
    }

    private static string Text(double value) => value.ToString("0", CultureInfo.InvariantCulture);

    private static Task AlertsAsync(HttpContext context, SyntheticMarket market, DateTimeOffset now)
    {
        var query = context.Request.Query;
        var (newer, older) = (TimeOf(query["newer_than"]) ?? now.AddDays(-7), TimeOf(query["older_than"]) ?? now);
        var limit = query.Whole("limit") ?? 100;
        if (limit is < 1 or > 200)
        {
            return FailAsync(context, StatusCodes.Status422UnprocessableEntity, "limit must be between 1 and 200");
        }

        var trades = SyntheticTrade.Between(market, newer.AddMilliseconds(1), older < now ? older : now).Reverse().Take(limit);
        return SendAsync(context, writer =>
        {
            writer.WriteRows(name: null, trades, trade => WriteAlert(writer, market.Asset.Id, trade));
        });
    }

    private static void WriteAlert(Utf8JsonWriter writer, string ticker, SyntheticTrade trade)
    {
        var premium = Math.Round(trade.Contracts * trade.Option.Price * 100, 2).ToString(CultureInfo.InvariantCulture);
        writer.WriteStartObject();
        writer.WriteString("id", trade.Id);
        writer.WriteString("ticker", ticker);
        writer.WriteString("option_chain", trade.Option.Name);
        writer.WriteString("type", trade.Option.IsCall ? "call" : "put");
        writer.WriteString("strike", trade.Option.Strike.ToString(CultureInfo.InvariantCulture));
        writer.WriteString("expiry", trade.Option.Expires.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        writer.WriteString("price", trade.Option.Price.ToString(CultureInfo.InvariantCulture));
        writer.WriteString("total_premium", premium);
        writer.WriteString("total_ask_side_prem", trade.IsBuy ? premium : "0");
        writer.WriteString("total_bid_side_prem", trade.IsBuy ? "0" : premium);
        writer.WriteString("alert_rule", "RepeatedHits");
        writer.WriteString("created_at", trade.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture));
        writer.WriteNumber("total_size", trade.Contracts);
        writer.WriteNumber("volume", trade.Contracts + trade.Option.Volume);
        writer.WriteNumber("open_interest", trade.Option.OpenInterest);
        writer.WriteNumber("end_time", trade.At.ToUnixTimeMilliseconds());
        writer.WriteBoolean("has_sweep", trade.IsSweep);
        writer.WriteBoolean("all_opening_trades", false);
        writer.WriteNull("sector");
        writer.WriteNull("next_earnings_date");
        writer.WriteEndObject();
    }

    /// <summary>Milliseconds, seconds or ISO.</summary>
    private static DateTimeOffset? TimeOf(string? text)
        => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number > 100_000_000_000 ? DateTimeOffset.FromUnixTimeMilliseconds(number) : DateTimeOffset.FromUnixTimeSeconds(number)
            : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) ? instant : null;
}
