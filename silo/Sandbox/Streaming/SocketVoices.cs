using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using OrleansAssets.Sandbox.World;
using OrleansAssets.Vendors.Alpaca;
using OrleansAssets.Vendors.Binance;
using OrleansAssets.Vendors.Polygon;

namespace OrleansAssets.Sandbox.Streaming;

/// <summary>Binance: the address names the streams, and a message has no time.</summary>
internal sealed class BinanceVoice : ISocketVoice
{
    private const string Stream = "@bookTicker";

    public string SourceId => BinanceVendor.Id;

    public Action<Utf8JsonWriter>? Greeting => null;

    public ImmutableArray<string>? SymbolsOf(IQueryCollection query) =>
    [
        .. query["streams"].ToString().Split('/').Where(name => name.EndsWith(Stream, StringComparison.Ordinal))
            .Select(name => name[..^Stream.Length].ToUpperInvariant()).Where(Binance.BinanceSandbox.Markets.ContainsKey),
    ];

    public (Action<Utf8JsonWriter> Answer, ImmutableArray<string>? Symbols) Hear(JsonElement message) =>
        (writer => writer.WriteNullValue(), []);

    public void Write(Utf8JsonWriter writer, string symbol, DateTimeOffset at)
    {
        var quote = SyntheticQuote.At(Binance.BinanceSandbox.Markets[symbol], at);
        writer.WriteStartObject();
        writer.WriteString("stream", symbol.ToLowerInvariant() + Stream);
        writer.WriteStartObject("data");
        writer.WriteNumber("u", at.ToUnixTimeMilliseconds());
        writer.WriteString("s", symbol);
        writer.WriteString("b", Text(quote.Bid));
        writer.WriteString("B", Text(quote.BidSize));
        writer.WriteString("a", Text(quote.Ask));
        writer.WriteString("A", Text(quote.AskSize));
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static string Text(decimal value) => value.ToString("F8", CultureInfo.InvariantCulture);
}

/// <summary>Alpaca: greets, takes any keys, then the symbols.</summary>
internal sealed class AlpacaVoice : ISocketVoice
{
    public string SourceId => AlpacaVendor.Id;

    public Action<Utf8JsonWriter>? Greeting => writer => WriteSuccess(writer, "connected");

    public ImmutableArray<string>? SymbolsOf(IQueryCollection query) => null;

    public (Action<Utf8JsonWriter> Answer, ImmutableArray<string>? Symbols) Hear(JsonElement message)
    {
        if (message.TryGetProperty("quotes", out var quotes))
        {
            ImmutableArray<string> symbols =
                [.. quotes.EnumerateArray().Select(symbol => symbol.GetString()!).Where(Alpaca.AlpacaSandbox.Markets.ContainsKey)];
            return (
                writer => WriteItem(writer, "subscription", () => writer.WriteRows("quotes", symbols, writer.WriteStringValue)),
                symbols);
        }

        return message.TryGetProperty("secret", out var secret) && secret.GetString() is { Length: > 0 }
            ? (writer => WriteSuccess(writer, "authenticated"), null)
            : (writer => WriteItem(writer, "error", () =>
            {
                writer.WriteNumber("code", 402);
                writer.WriteString("msg", "auth failed");
            }), null);
    }

    public void Write(Utf8JsonWriter writer, string symbol, DateTimeOffset at)
    {
        var quote = SyntheticQuote.At(Alpaca.AlpacaSandbox.Markets[symbol].AsOf(at), at);
        WriteItem(writer, "q", () =>
        {
            writer.WriteString("S", symbol);
            writer.WriteNumber("bp", quote.Bid);
            writer.WriteNumber("bs", quote.BidSize);
            writer.WriteNumber("ap", quote.Ask);
            writer.WriteNumber("as", quote.AskSize);
            writer.WriteString("t", at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture));
        });
    }

    private static void WriteSuccess(Utf8JsonWriter writer, string text) =>
        WriteItem(writer, "success", () => writer.WriteString("msg", text));

    private static void WriteItem(Utf8JsonWriter writer, string type, Action members)
    {
        writer.WriteStartArray();
        writer.WriteStartObject();
        writer.WriteString("T", type);
        members();
        writer.WriteEndObject();
        writer.WriteEndArray();
    }
}

/// <summary>Polygon: greets, takes any key, then the symbols.</summary>
internal sealed class PolygonVoice : ISocketVoice
{
    private const string Quotes = "Q.";

    public string SourceId => PolygonVendor.Id;

    public Action<Utf8JsonWriter>? Greeting => writer => WriteStatus(writer, "connected", "Connected Successfully");

    public ImmutableArray<string>? SymbolsOf(IQueryCollection query) => null;

    public (Action<Utf8JsonWriter> Answer, ImmutableArray<string>? Symbols) Hear(JsonElement message)
    {
        var (action, text) = (Text(message, "action"), Text(message, "params"));
        ImmutableArray<string>? symbols = action == "subscribe"
            ?
            [
                .. text.Split(',').Where(name => name.StartsWith(Quotes, StringComparison.Ordinal)).Select(name => name[Quotes.Length..])
                    .Where(Polygon.PolygonSandbox.Markets.ContainsKey),
            ]
            : null;
        return (
            writer => WriteStatus(
                writer,
                symbols is not null ? "success" : text.Length > 0 ? "auth_success" : "auth_failed",
                symbols is not null ? $"subscribed to: {text}" : text.Length > 0 ? "authenticated" : "authentication failed"),
            symbols);
    }

    public void Write(Utf8JsonWriter writer, string symbol, DateTimeOffset at)
    {
        var quote = SyntheticQuote.At(Polygon.PolygonSandbox.Markets[symbol].AsOf(at), at);
        writer.WriteStartArray();
        writer.WriteStartObject();
        writer.WriteString("ev", "Q");
        writer.WriteString("sym", symbol);
        writer.WriteNumber("bp", quote.Bid);
        writer.WriteNumber("bs", quote.BidSize);
        writer.WriteNumber("ap", quote.Ask);
        writer.WriteNumber("as", quote.AskSize);
        writer.WriteNumber("t", at.ToUnixTimeMilliseconds());
        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    private static void WriteStatus(Utf8JsonWriter writer, string status, string text)
    {
        writer.WriteStartArray();
        writer.WriteStartObject();
        writer.WriteString("ev", "status");
        writer.WriteString("status", status);
        writer.WriteString("message", text);
        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    private static string Text(JsonElement message, string name) =>
        message.TryGetProperty(name, out var member) ? member.GetString() ?? "" : "";
}
