using System.Collections.Immutable;
using System.Text.Json;
using OrleansAssets.Domain.Calendars;
using OrleansAssets.Sandbox.World;
using OrleansAssets.Vendors.Polygon;

namespace OrleansAssets.Sandbox.Polygon;

/// <summary>Polygon's API over the synthetic world.</summary>
internal sealed class PolygonSandbox(SandboxOptions options, TimeProvider clock)
{
    /// <summary>Shares by ticker, pairs as <c>C:GBPJPY</c>, the index <c>I:SOX</c>.</summary>
    internal static readonly ImmutableSortedDictionary<string, SyntheticMarket> Markets = SyntheticAsset.All
        .Where(asset => asset.Hours == TradingHours.NewYork)
        .Select(asset => (Symbol: asset.Id, Asset: asset))
        .Concat(SyntheticAsset.All.Where(asset => asset.Hours == TradingHours.ForexWeek && asset.Id.Contains('/', StringComparison.Ordinal))
            .Select(asset => (Symbol: "C:" + asset.Id.Replace("/", string.Empty, StringComparison.Ordinal), Asset: asset)))
        .Append((Symbol: "I:SOX", Asset: SyntheticAsset.Semiconductors))
        .ToImmutableSortedDictionary(pair => pair.Symbol, pair => new SyntheticMarket(pair.Asset), StringComparer.Ordinal);

    private readonly SandboxBudget _budget = new(options.PolygonCallsPerSecond, windowSeconds: 1);

    /// <summary>Maps the addresses.</summary>
    public void Map(IEndpointRouteBuilder app)
    {
        Map(app, "v2/aggs/ticker/{ticker}/range/{multiplier}/{timespan}/{from}/{to}", PolygonBars.AnswerAsync);
        Map(app, "v2/last/nbbo/{ticker}", QuoteAsync);
        Map(app, "v1/last_quote/currencies/{from}/{to}", PairAsync);
        Map(app, "v3/snapshot/options/{underlying}", PolygonOptions.AnswerAsync);
        Map(app, "stocks/v1/short-interest", ShortInterestAsync);
        Map(app, "stocks/v1/splits", PolygonActionLists.SplitsAsync);
        Map(app, "stocks/v1/dividends", PolygonActionLists.DividendsAsync);
    }

    /// <summary>Sends an object with the members that every reply has.</summary>
    internal static Task SendAsync(HttpContext context, int status, string state, Action<Utf8JsonWriter> writeMembers)
        => SandboxJson.WriteObjectAsync(context, status, writer =>
        {
            writeMembers(writer);
            writer.WriteString("status", state);
            writer.WriteString("request_id", "0123456789abcdef0123456789abcdef");
        });

    /// <summary>Sends an error.</summary>
    internal static Task FailAsync(HttpContext context, int status, string state, string member, string message)
        => SendAsync(context, status, state, writer => writer.WriteString(member, message));

    private void Map(IEndpointRouteBuilder app, string path, Func<HttpContext, DateTimeOffset, Task> answer)
        => app.MapSynthetic($"/sandbox/{PolygonVendor.Id}/{path}", clock, (context, now) =>
            !HasKey(context.Request)
                ? FailAsync(context, StatusCodes.Status401Unauthorized, "ERROR", "error", "Unknown API Key")
            : !_budget.Spend(1, now).IsGranted
                ? FailAsync(
                    context, StatusCodes.Status429TooManyRequests, "ERROR", "error",
                    "You've exceeded the maximum requests per minute, please wait or upgrade your subscription to continue.")
            : answer(context, now));

    private static bool HasKey(HttpRequest request)
        => request.Query["apiKey"].ToString().Length > 0
            || request.Headers.Authorization.ToString() is { Length: > 7 } header && header.StartsWith("Bearer ", StringComparison.Ordinal);

    private static Task QuoteAsync(HttpContext context, DateTimeOffset now)
    {
        var ticker = context.Request.RouteValues["ticker"] as string ?? string.Empty;
        if (!Markets.TryGetValue(ticker, out var market) || market.Asset.Hours != TradingHours.NewYork)
        {
            return FailAsync(context, StatusCodes.Status404NotFound, "NOT_FOUND", "message", "Data not found.");
        }

        var quote = SyntheticQuote.At(market.AsOf(now), now);
        return SendAsync(context, StatusCodes.Status200OK, "OK", writer =>
        {
            writer.WriteStartObject("results");
            writer.WriteString("T", ticker);
            writer.WriteNumber("t", now.ToUnixTimeMilliseconds() * 1_000_000);
            writer.WriteNumber("p", quote.Bid);
            writer.WriteNumber("s", 3);
            writer.WriteNumber("P", quote.Ask);
            writer.WriteNumber("S", 2);
            writer.WriteNumber("x", 11);
            writer.WriteNumber("X", 12);
            writer.WriteNumber("z", 3);
            writer.WriteEndObject();
        });
    }

    private static Task PairAsync(HttpContext context, DateTimeOffset now)
    {
        var (from, to) = (context.Request.RouteValues["from"] as string, context.Request.RouteValues["to"] as string);
        if (!Markets.TryGetValue($"C:{from}{to}", out var market))
        {
            return FailAsync(context, StatusCodes.Status404NotFound, "NOT_FOUND", "message", "Data not found.");
        }

        var quote = SyntheticQuote.At(market, now);
        return SendAsync(context, StatusCodes.Status200OK, "success", writer =>
        {
            writer.WriteStartObject("last");
            writer.WriteNumber("ask", quote.Ask);
            writer.WriteNumber("bid", quote.Bid);
            writer.WriteNumber("exchange", 48);
            writer.WriteNumber("timestamp", now.ToUnixTimeMilliseconds());
            writer.WriteEndObject();
            writer.WriteString("symbol", $"{from}/{to}");
        });
    }

    private static Task ShortInterestAsync(HttpContext context, DateTimeOffset now)
    {
        var ticker = context.Request.Query["ticker"].ToString();
        var from = context.Request.Query.Date("settlement_date.gte") ?? SyntheticMarket.FirstDay;
        var shorts = Markets.TryGetValue(ticker, out var market) && market.Asset.Hours == TradingHours.NewYork
            ? SyntheticShorts.Published(market.Asset, from, NewYorkTime.DateOf(now)).Take(500) : [];
        return SendAsync(context, StatusCodes.Status200OK, "OK", writer =>
        {
            writer.WriteObjects("results", shorts, one =>
            {
                writer.WriteString("ticker", ticker);
                writer.WriteString("settlement_date", one.Settled.ToString("O", System.Globalization.CultureInfo.InvariantCulture));
                writer.WriteNumber("short_interest", one.Shares);
                writer.WriteNumber("avg_daily_volume", one.DailyVolume);
                writer.WriteNumber("days_to_cover", one.DaysToCover);
            });
        });
    }
}
