using System.Globalization;
using System.Text.Json;
using OrleansAssets.Sandbox.World;

namespace OrleansAssets.Sandbox.Binance;

/// <summary>Binance's description of itself: its limits, symbols and price steps.</summary>
internal static class BinanceExchangeInfo
{
    /// <summary>Sends it.</summary>
    public static Task WriteAsync(
        HttpContext context, DateTimeOffset now, SandboxOptions options, IReadOnlyDictionary<string, SyntheticMarket> markets)
        => SandboxJson.WriteObjectAsync(context, StatusCodes.Status200OK, writer =>
        {
            writer.WriteString("timezone", "UTC");
            writer.WriteNumber("serverTime", now.ToUnixTimeMilliseconds());
            writer.WriteStartArray("rateLimits");
            writer.WriteStartObject();
            writer.WriteString("rateLimitType", "REQUEST_WEIGHT");
            writer.WriteString("interval", "MINUTE");
            writer.WriteNumber("intervalNum", 1);
            writer.WriteNumber("limit", options.BinanceWeightPerMinute);
            writer.WriteEndObject();
            writer.WriteEndArray();
            writer.WriteStartArray("symbols");
            foreach (var (symbol, market) in markets.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                WriteSymbol(writer, symbol, market);
            }

            writer.WriteEndArray();
        });

    private static void WriteSymbol(Utf8JsonWriter writer, string symbol, SyntheticMarket market)
    {
        var parts = market.Asset.Id.Split('/');
        writer.WriteStartObject();
        writer.WriteString("symbol", symbol);
        writer.WriteString("status", "TRADING");
        writer.WriteString("baseAsset", parts[0]);
        writer.WriteString("quoteAsset", parts[1]);
        writer.WriteStartArray("filters");
        WriteFilter(writer, "PRICE_FILTER", "tickSize", market.PriceOf(1));
        WriteFilter(writer, "LOT_SIZE", "stepSize", market.AmountOf(1));
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteFilter(Utf8JsonWriter writer, string type, string name, decimal step)
    {
        writer.WriteStartObject();
        writer.WriteString("filterType", type);
        writer.WriteString(name, step.ToString("F8", CultureInfo.InvariantCulture));
        writer.WriteEndObject();
    }
}
