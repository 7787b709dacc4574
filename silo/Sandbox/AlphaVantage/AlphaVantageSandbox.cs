using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using OrleansAssets.Domain.Calendars;
using OrleansAssets.Sandbox.World;
using OrleansAssets.Vendors.AlphaVantage;

namespace OrleansAssets.Sandbox.AlphaVantage;

/// <summary>Alpha Vantage's free plan over the synthetic world: whatever is wrong, the status is 200.</summary>
internal sealed class AlphaVantageSandbox(SandboxOptions options, TimeProvider clock)
{
    private static readonly ImmutableSortedDictionary<string, SyntheticMarket> Markets = SyntheticAsset.All
        .Concat(SyntheticAsset.Conversions)
        .Where(asset => asset.Hours == TradingHours.NewYork || asset.Id.Contains('/', StringComparison.Ordinal))
        .ToImmutableSortedDictionary(asset => asset.Id, asset => new SyntheticMarket(asset), StringComparer.Ordinal);

    private readonly SandboxBudget _day = new(options.AlphaVantageCallsPerDay, windowSeconds: 86_400);

    /// <summary>Maps the one address.</summary>
    public void Map(IEndpointRouteBuilder app)
        => app.MapSynthetic($"/sandbox/{AlphaVantageVendor.Id}/query", clock, (context, now) =>
        {
            var (query, key) = (context.Request.Query, context.Request.Query["apikey"].ToString());
            var symbol = query["symbol"].ToString() is { Length: > 0 } share ? share
                : query["from_symbol"].ToString() is { Length: > 0 } from ? $"{from}/{query["to_symbol"]}"
                : $"{query["from_currency"]}/{query["to_currency"]}";
            return key.Length == 0 ? SayAsync(
                    context, "Error Message", "the parameter apikey is invalid or missing. Please claim your free API key.")
                : !_day.Spend(1, now).IsGranted ? SayAsync(
                    context, "Information",
                    $"We have detected your API key as {key} and our standard API rate limit is "
                    + $"{options.AlphaVantageCallsPerDay} requests per day. "
                    + "Please subscribe to any of the premium plans to instantly remove all daily rate limits.")
                : AnswerAsync(context, symbol, now);
        });

    private static Task AnswerAsync(HttpContext context, string symbol, DateTimeOffset now)
    {
        var query = context.Request.Query;
        var market = Markets.GetValueOrDefault(symbol);
        return query["function"].ToString() switch
        {
            "TIME_SERIES_INTRADAY" or "FX_INTRADAY" => PremiumAsync(context),
            "TIME_SERIES_DAILY" or "FX_DAILY" when query["outputsize"] == "full" => PremiumAsync(context),
            "GLOBAL_QUOTE" => QuoteAsync(context, market, now),
            "EARNINGS_CALENDAR" => EarningsAsync(context, symbol, market, now),
            "TIME_SERIES_DAILY" when market is { Asset.Hours: TradingHours.NewYork }
                => AlphaVantageDays.WriteAsync(context, symbol, market, now),
            "FX_DAILY" when market is not null => AlphaVantageDays.WriteAsync(context, symbol, market, now),
            "CURRENCY_EXCHANGE_RATE" when market is not null => RateAsync(context, symbol, market, now),
            var function => SayAsync(
                context, "Error Message",
                $"Invalid API call. Please retry or visit the documentation (https://www.alphavantage.co/documentation/) for {function}."),
        };
    }

    private static Task SayAsync(HttpContext context, string member, string text)
        => SandboxJson.WriteObjectAsync(context, StatusCodes.Status200OK, writer => writer.WriteString(member, text));

    private static Task PremiumAsync(HttpContext context) => SayAsync(
        context, "Information",
        "Thank you for using Alpha Vantage! This is a premium endpoint. You may subscribe to any of the premium plans to instantly "
        + "unlock all premium endpoints");

    private static Task QuoteAsync(HttpContext context, SyntheticMarket? market, DateTimeOffset now)
        => SandboxJson.WriteObjectAsync(context, StatusCodes.Status200OK, writer =>
        {
            writer.WriteStartObject("Global Quote");
            if (market is { Asset.Hours: TradingHours.NewYork })
            {
                var today = NewYorkTime.DateOf(now);
                var date = TradingCalendar.IsTradingDay(TradingHours.NewYork, today)
                    && now >= TradingCalendar.SessionOf(TradingHours.NewYork, today).Start
                    ? today : TradingCalendar.TradingDayBefore(TradingHours.NewYork, today);
                writer.WriteString("01. symbol", market.Asset.Id);
                var told = market.AsOf(now);
                writer.WriteString("05. price", told.PriceOf(told.PriceAt(now)).ToString("F4", CultureInfo.InvariantCulture));
                writer.WriteString("07. latest trading day", date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                writer.WriteString("10. change percent", "0.0000%");
            }

            writer.WriteEndObject();
        });

    private static Task RateAsync(HttpContext context, string symbol, SyntheticMarket market, DateTimeOffset now)
    {
        var quote = SyntheticQuote.At(market, now);
        return SandboxJson.WriteObjectAsync(context, StatusCodes.Status200OK, writer =>
        {
            writer.WriteStartObject("Realtime Currency Exchange Rate");
            writer.WriteString("1. From_Currency Code", symbol.Split('/')[0]);
            writer.WriteString("3. To_Currency Code", symbol.Split('/')[1]);
            writer.WriteString("5. Exchange Rate", ((quote.Bid + quote.Ask) / 2).ToString("F8", CultureInfo.InvariantCulture));
            writer.WriteString("6. Last Refreshed", now.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture));
            writer.WriteString("7. Time Zone", "UTC");
            writer.WriteString("8. Bid Price", quote.Bid.ToString("F8", CultureInfo.InvariantCulture));
            writer.WriteString("9. Ask Price", quote.Ask.ToString("F8", CultureInfo.InvariantCulture));
            writer.WriteEndObject();
        });
    }

    private static Task EarningsAsync(HttpContext context, string symbol, SyntheticMarket? market, DateTimeOffset now)
    {
        var today = NewYorkTime.DateOf(now);
        var reports = market is { Asset.Hours: TradingHours.NewYork }
            ? SyntheticEarnings.About(market.Asset, today)
                .Where(report => report.ReportsOn >= today && report.ReportsOn <= today.AddMonths(3))
            : [];
        var csv = new StringBuilder("symbol,name,reportDate,fiscalDateEnding,estimate,currency,timeOfTheDay\r\n");
        foreach (var report in reports)
        {
            csv.Append(
                CultureInfo.InvariantCulture,
                $"{symbol},\"{symbol}, INCORPORATED\",{report.ReportsOn:yyyy-MM-dd},{report.QuarterEnd:yyyy-MM-dd},{report.Estimate},USD,");
            csv.Append(report.IsAfterClose ? "post-market" : "pre-market").Append("\r\n");
        }

        context.Response.ContentType = "application/x-download";
        return context.Response.WriteAsync(csv.ToString(), context.RequestAborted);
    }
}
