using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using OrleansAssets.Sandbox.World;
using OrleansAssets.Vendors.Alpaca;

namespace OrleansAssets.Sandbox.Alpaca;

/// <summary>Alpaca's market-data API over the synthetic world.</summary>
internal sealed class AlpacaSandbox(SandboxOptions options, TimeProvider clock)
{
    internal static readonly ImmutableSortedDictionary<string, SyntheticMarket> Markets = SyntheticAsset.All
        .Where(asset => asset.Hours == TradingHours.NewYork)
        .ToImmutableSortedDictionary(asset => asset.Id, asset => new SyntheticMarket(asset), StringComparer.Ordinal);

    private readonly SandboxBudget _budget = new(options.AlpacaCallsPerMinute);

    /// <summary>Maps the addresses.</summary>
    public void Map(IEndpointRouteBuilder app)
    {
        Map(app, "bars", BarsAsync);
        Map(app, "quotes/latest", QuotesAsync);
        MapAt(app, "v1/corporate-actions", AlpacaActionLists.AnswerAsync);
    }

    private void Map(IEndpointRouteBuilder app, string path, Func<HttpContext, DateTimeOffset, Task> answer)
        => MapAt(app, $"v2/stocks/{path}", answer);

    private void MapAt(IEndpointRouteBuilder app, string path, Func<HttpContext, DateTimeOffset, Task> answer)
        => app.MapSynthetic($"/sandbox/{AlpacaVendor.Id}/{path}", clock, async (context, now) =>
        {
            if (await TryEnterAsync(context, now))
            {
                await answer(context, now);
            }
        });

    private async Task<bool> TryEnterAsync(HttpContext context, DateTimeOffset now)
    {
        var request = context.Request.Headers;
        if (request["APCA-API-KEY-ID"].ToString().Length == 0 || request["APCA-API-SECRET-KEY"].ToString().Length == 0)
        {
            await FailAsync(context, StatusCodes.Status401Unauthorized, "unauthorized.");
            return false;
        }

        var spending = _budget.SpendOne(context, now, "x-ratelimit", resetsAt: true);
        if (!spending.IsGranted)
        {
            await FailAsync(context, StatusCodes.Status429TooManyRequests, "too many requests.");
        }

        return spending.IsGranted;
    }

    private static Task BarsAsync(HttpContext context, DateTimeOffset now)
    {
        if (AlpacaQuery.TryRead(context.Request.Query, now, out var status, out var message) is not { } query)
        {
            return FailAsync(context, status, message);
        }

        return SandboxJson.WriteObjectAsync(context, StatusCodes.Status200OK, writer =>
        {
            writer.WriteStartObject("bars");
            var next = WriteBars(writer, query, now);
            writer.WriteEndObject();
            writer.WriteString("next_page_token", next);
        });
    }

    /// <summary>Writes a page, sorted by symbol and then time, and returns the token of the next.</summary>
    private static string? WriteBars(Utf8JsonWriter writer, AlpacaQuery query, DateTimeOffset now)
    {
        var left = query.Limit;
        foreach (var symbol in query.Symbols.Where(symbol => string.CompareOrdinal(symbol, query.PageSymbol) >= 0))
        {
            var from = symbol == query.PageSymbol && query.PageFrom is { } pageFrom ? pageFrom : query.Start;
            if (Markets.GetValueOrDefault(symbol)?.AsOf(now) is not { } market
                || market.BarsFrom(query.Timeframe, from, query.Until, now).Take(left + 1).ToList() is not { Count: > 0 } bars)
            {
                continue;
            }

            if (left == 0)
            {
                return AlpacaQuery.TokenOf(symbol, bars[0].Start);
            }

            writer.WriteRows(symbol, bars.Take(left), bar => WriteBar(writer, market, bar));
            if (bars.Count > left)
            {
                return AlpacaQuery.TokenOf(symbol, bars[left].Start);
            }

            left -= bars.Count;
        }

        return null;
    }

    private static void WriteBar(Utf8JsonWriter writer, SyntheticMarket market, Bar bar)
    {
        writer.WriteStartObject();
        writer.WriteString("t", bar.Start.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        writer.WriteNumber("o", market.PriceOf(bar.Open));
        writer.WriteNumber("h", market.PriceOf(bar.High));
        writer.WriteNumber("l", market.PriceOf(bar.Low));
        writer.WriteNumber("c", market.PriceOf(bar.Close));
        writer.WriteNumber("v", bar.Volume);
        writer.WriteNumber("n", 1 + (bar.Volume / 100));
        writer.WriteNumber("vw", market.PriceOf((bar.Open + bar.High + bar.Low + bar.Close) / 4));
        writer.WriteEndObject();
    }

    private static Task QuotesAsync(HttpContext context, DateTimeOffset now)
    {
        var symbols = AlpacaQuery.SymbolsOf(context.Request.Query);
        if (symbols.Length == 0)
        {
            return FailAsync(context, StatusCodes.Status422UnprocessableEntity, "symbols is required");
        }

        return SandboxJson.WriteObjectAsync(context, StatusCodes.Status200OK, writer =>
        {
            writer.WriteStartObject("quotes");
            foreach (var symbol in symbols.Where(Markets.ContainsKey))
            {
                WriteQuote(writer, symbol, SyntheticQuote.At(Markets[symbol].AsOf(now), now), now);
            }

            writer.WriteEndObject();
        });
    }

    private static void WriteQuote(Utf8JsonWriter writer, string symbol, SyntheticQuote quote, DateTimeOffset now)
    {
        writer.WriteStartObject(symbol);
        writer.WriteString("t", now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture));
        writer.WriteNumber("bp", quote.Bid);
        writer.WriteNumber("bs", quote.BidSize);
        writer.WriteString("bx", "V");
        writer.WriteNumber("ap", quote.Ask);
        writer.WriteNumber("as", quote.AskSize);
        writer.WriteString("ax", "V");
        writer.WriteStartArray("c");
        writer.WriteStringValue("R");
        writer.WriteEndArray();
        writer.WriteString("z", "C");
        writer.WriteEndObject();
    }

    internal static Task FailAsync(HttpContext context, int status, string message)
        => SandboxJson.WriteObjectAsync(context, status, writer => writer.WriteString("message", message));
}
