using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using OrleansAssets.MarketData;
using OrleansAssets.Sandbox.World;
using OrleansAssets.Vendors.Binance;

namespace OrleansAssets.Sandbox.Binance;

/// <summary>Binance's public spot API over the synthetic world.</summary>
internal sealed class BinanceSandbox(SandboxOptions options, TimeProvider clock)
{
    private const int RowsMax = 1000;
    private const int RowsDefault = 500;

    internal static readonly ImmutableDictionary<string, SyntheticMarket> Markets = SyntheticAsset.All
        .Where(asset => asset.Hours == TradingHours.Always)
        .ToImmutableDictionary(
            asset => asset.Id.Replace("/", string.Empty, StringComparison.Ordinal),
            asset => new SyntheticMarket(asset),
            StringComparer.Ordinal);

    private readonly BinanceGate _gate = new(options);

    /// <summary>Maps the addresses.</summary>
    public void Map(IEndpointRouteBuilder app)
    {
        Map(app, "time", static _ => 1, (context, now) => SandboxJson.WriteObjectAsync(
            context, StatusCodes.Status200OK, writer => writer.WriteNumber("serverTime", now.ToUnixTimeMilliseconds())));
        Map(app, "exchangeInfo", static _ => 20, (context, now) => BinanceExchangeInfo.WriteAsync(context, now, options, Markets));
        Map(app, "klines", static _ => 2, KlinesAsync);
        Map(app, "ticker/bookTicker", WeightOfTicker, (context, now) => TickerAsync(
            context, (writer, market) => WriteBook(writer, market, now)));
        Map(app, "ticker/price", WeightOfTicker, (context, now) => TickerAsync(
            context, (writer, market) => WritePrice(writer, market, now)));
    }

    private static int WeightOfTicker(HttpRequest request) => request.Query.ContainsKey("symbol") ? 2 : 4;

    private void Map(
        IEndpointRouteBuilder app, string path, Func<HttpRequest, int> weightOf, Func<HttpContext, DateTimeOffset, Task> answer)
        => app.MapSynthetic($"/sandbox/{BinanceVendor.Id}/api/v3/{path}", clock, async (context, now) =>
        {
            if (await _gate.TryEnterAsync(context, weightOf(context.Request), now))
            {
                await answer(context, now);
            }
        });

    private static Task KlinesAsync(HttpContext context, DateTimeOffset now)
    {
        if (BinanceQuery.TryRead(context.Request.Query, Markets, out var error) is not { } query)
        {
            return error!.WriteAsync(context); // Set wherever there is no query.
        }

        var limit = Math.Min(query.Limit ?? RowsDefault, RowsMax);
        var until = query.EndTime is { } end ? DateTimeOffset.FromUnixTimeMilliseconds(end + 1) : now;
        var newest = query.Timeframe.OpenTimeOf(until < now ? until.AddTicks(-1) : now);
        var from = query.StartTime is { } start ? DateTimeOffset.FromUnixTimeMilliseconds(start)
            : newest - (query.Timeframe.Duration() * (limit - 1));
        var bars = query.Market.BarsFrom(query.Timeframe, from, until, now).Take(limit);
        return SandboxJson.WriteAsync(context, StatusCodes.Status200OK, writer =>
        {
            writer.WriteRows(name: null, bars, bar => WriteRow(writer, query.Market, query.Timeframe, bar));
        });
    }

    private static void WriteRow(Utf8JsonWriter writer, SyntheticMarket market, Timeframe timeframe, Bar bar)
    {
        var (volume, typical) = (market.AmountOf(bar.Volume), market.PriceOf((bar.Open + bar.High + bar.Low + bar.Close) / 4));
        var takerVolume = market.AmountOf(bar.Volume / 2);
        writer.WriteStartArray();
        writer.WriteNumberValue(bar.Start.ToUnixTimeMilliseconds());
        foreach (var price in new[] { bar.Open, bar.High, bar.Low, bar.Close })
        {
            writer.WriteStringValue(Text(market.PriceOf(price)));
        }

        writer.WriteStringValue(Text(volume));

        writer.WriteNumberValue((bar.Start + timeframe.Duration()).ToUnixTimeMilliseconds() - 1);
        writer.WriteStringValue(Text(volume * typical));
        writer.WriteNumberValue(bar.Volume / 1000);
        writer.WriteStringValue(Text(takerVolume));
        writer.WriteStringValue(Text(takerVolume * typical));
        writer.WriteStringValue("0");
        writer.WriteEndArray();
    }

    private static Task TickerAsync(HttpContext context, Action<Utf8JsonWriter, SyntheticMarket> write)
    {
        if (!context.Request.Query.ContainsKey("symbol"))
        {
            return SandboxJson.WriteAsync(context, StatusCodes.Status200OK, writer =>
            {
                writer.WriteStartArray();
                foreach (var (symbol, market) in Markets)
                {
                    WriteTicker(writer, symbol, market, write);
                }

                writer.WriteEndArray();
            });
        }

        return BinanceQuery.TryReadSymbol(context.Request.Query, Markets, out var error) is { } one
            ? SandboxJson.WriteAsync(context, StatusCodes.Status200OK, writer => WriteTicker(writer, one.Symbol, one.Market, write))
            : error!.WriteAsync(context); // Set wherever there is no symbol.
    }

    private static void WriteTicker(
        Utf8JsonWriter writer, string symbol, SyntheticMarket market, Action<Utf8JsonWriter, SyntheticMarket> write)
    {
        writer.WriteStartObject();
        writer.WriteString("symbol", symbol);
        write(writer, market);
        writer.WriteEndObject();
    }

    private static void WriteBook(Utf8JsonWriter writer, SyntheticMarket market, DateTimeOffset now)
    {
        var quote = SyntheticQuote.At(market, now);
        writer.WriteString("bidPrice", Text(quote.Bid));
        writer.WriteString("bidQty", Text(quote.BidSize));
        writer.WriteString("askPrice", Text(quote.Ask));
        writer.WriteString("askQty", Text(quote.AskSize));
    }

    private static void WritePrice(Utf8JsonWriter writer, SyntheticMarket market, DateTimeOffset now)
        => writer.WriteString("price", Text(market.PriceOf(market.PriceAt(now))));

    private static string Text(decimal value) => value.ToString("F8", CultureInfo.InvariantCulture);
}
