using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using OrleansAssets.Sandbox.World;
using OrleansAssets.Vendors.Alpaca;
using OrleansAssets.Vendors.Binance;
using OrleansAssets.Vendors.Polygon;

namespace OrleansAssets.Sandbox.Streaming;

/// <summary>Binance: the address names the streams, and a quote has no time.</summary>
internal sealed class BinanceVoice : ISocketVoice
{
    private const string Quotes = "@bookTicker";
    private const string Trades = "@trade";

    public string SourceId => BinanceVendor.Id;

    public Action<Utf8JsonWriter>? Greeting => null;

    public ImmutableArray<StreamTopic>? WantedOf(IQueryCollection query) =>
    [
        .. query["streams"].ToString().Split('/').SelectMany(TopicOf)
            .Where(topic => Binance.BinanceSandbox.Markets.ContainsKey(topic.Symbol)),
    ];

    public (Action<Utf8JsonWriter> Answer, ImmutableArray<StreamTopic>? Wanted) Hear(JsonElement message) =>
        (writer => writer.WriteNullValue(), []);

    public void Write(Utf8JsonWriter writer, StreamTopic topic, DateTimeOffset at)
    {
        var market = Binance.BinanceSandbox.Markets[topic.Symbol];
        writer.WriteStartObject();
        writer.WriteString("stream", topic.Symbol.ToLowerInvariant() + (topic.IsTrades ? Trades : Quotes));
        writer.WriteStartObject("data");
        if (topic.IsTrades)
        {
            var trade = SyntheticPrint.At(market, at);
            writer.WriteString("e", "trade");
            writer.WriteNumber("E", at.ToUnixTimeMilliseconds());
            writer.WriteString("s", topic.Symbol);
            writer.WriteNumber("t", trade.Id);
            writer.WriteString("p", Text(trade.Price));
            writer.WriteString("q", Text(trade.Size));
            writer.WriteNumber("T", at.ToUnixTimeMilliseconds());
            writer.WriteBoolean("m", trade.IsSale);
        }
        else
        {
            var quote = SyntheticQuote.At(market, at);
            writer.WriteNumber("u", at.ToUnixTimeMilliseconds());
            writer.WriteString("s", topic.Symbol);
            writer.WriteString("b", Text(quote.Bid));
            writer.WriteString("B", Text(quote.BidSize));
            writer.WriteString("a", Text(quote.Ask));
            writer.WriteString("A", Text(quote.AskSize));
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static IEnumerable<StreamTopic> TopicOf(string stream) =>
        from kind in new[] { (Name: Quotes, IsTrades: false), (Name: Trades, IsTrades: true) }
        where stream.EndsWith(kind.Name, StringComparison.Ordinal)
        select new StreamTopic(stream[..^kind.Name.Length].ToUpperInvariant(), kind.IsTrades);

    private static string Text(decimal value) => value.ToString("F8", CultureInfo.InvariantCulture);
}

/// <summary>Alpaca: greets, takes any keys, then the symbols.</summary>
internal sealed class AlpacaVoice : ISocketVoice
{
    public string SourceId => AlpacaVendor.Id;

    public Action<Utf8JsonWriter>? Greeting => writer => WriteSuccess(writer, "connected");

    public ImmutableArray<StreamTopic>? WantedOf(IQueryCollection query) => null;

    public (Action<Utf8JsonWriter> Answer, ImmutableArray<StreamTopic>? Wanted) Hear(JsonElement message)
    {
        if (message.TryGetProperty("quotes", out _))
        {
            ImmutableArray<string> quoted = [.. Known(message, "quotes")], traded = [.. Known(message, "trades")];
            return (
                writer => WriteItem(writer, "subscription", () =>
                {
                    writer.WriteRows("trades", traded, writer.WriteStringValue);
                    writer.WriteRows("quotes", quoted, writer.WriteStringValue);
                }),
                [.. quoted.Select(symbol => new StreamTopic(symbol, false)), .. traded.Select(symbol => new StreamTopic(symbol, true))]);
        }

        return message.TryGetProperty("secret", out var secret) && secret.GetString() is { Length: > 0 }
            ? (writer => WriteSuccess(writer, "authenticated"), null)
            : (writer => WriteItem(writer, "error", () =>
            {
                writer.WriteNumber("code", 402);
                writer.WriteString("msg", "auth failed");
            }), null);
    }

    public void Write(Utf8JsonWriter writer, StreamTopic topic, DateTimeOffset at)
    {
        var market = Alpaca.AlpacaSandbox.Markets[topic.Symbol].AsOf(at);
        WriteItem(writer, topic.IsTrades ? "t" : "q", () =>
        {
            writer.WriteString("S", topic.Symbol);
            if (topic.IsTrades)
            {
                var trade = SyntheticPrint.At(market, at);
                writer.WriteNumber("i", trade.Id);
                writer.WriteString("x", "V");
                writer.WriteNumber("p", trade.Price);
                writer.WriteNumber("s", trade.Size);
            }
            else
            {
                writer.WriteQuote(SyntheticQuote.At(market, at));
            }

            writer.WriteString("t", at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture));
        });
    }

    private static IEnumerable<string> Known(JsonElement message, string channel) => message.TryGetProperty(channel, out var symbols)
        ? symbols.EnumerateArray().Select(symbol => symbol.GetString() ?? "").Where(Alpaca.AlpacaSandbox.Markets.ContainsKey)
        : [];

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
    private const string Trades = "T.";

    public string SourceId => PolygonVendor.Id;

    public Action<Utf8JsonWriter>? Greeting => writer => WriteStatus(writer, "connected", "Connected Successfully");

    public ImmutableArray<StreamTopic>? WantedOf(IQueryCollection query) => null;

    public (Action<Utf8JsonWriter> Answer, ImmutableArray<StreamTopic>? Wanted) Hear(JsonElement message)
    {
        var (action, text) = (Text(message, "action"), Text(message, "params"));
        ImmutableArray<StreamTopic>? wanted = action == "subscribe"
            ?
            [
                .. text.Split(',').Where(name => name.StartsWith(Quotes, StringComparison.Ordinal)
                        || name.StartsWith(Trades, StringComparison.Ordinal))
                    .Select(name => new StreamTopic(name[Quotes.Length..], name.StartsWith(Trades, StringComparison.Ordinal)))
                    .Where(topic => Polygon.PolygonSandbox.Markets.ContainsKey(topic.Symbol)),
            ]
            : null;
        return (
            writer => WriteStatus(
                writer,
                wanted is not null ? "success" : text.Length > 0 ? "auth_success" : "auth_failed",
                wanted is not null ? $"subscribed to: {text}" : text.Length > 0 ? "authenticated" : "authentication failed"),
            wanted);
    }

    public void Write(Utf8JsonWriter writer, StreamTopic topic, DateTimeOffset at)
    {
        var market = Polygon.PolygonSandbox.Markets[topic.Symbol].AsOf(at);
        writer.WriteStartArray();
        writer.WriteStartObject();
        writer.WriteString("ev", topic.IsTrades ? "T" : "Q");
        writer.WriteString("sym", topic.Symbol);
        if (topic.IsTrades)
        {
            var trade = SyntheticPrint.At(market, at);
            writer.WriteString("i", trade.Id.ToString(CultureInfo.InvariantCulture));
            writer.WriteNumber("p", trade.Price);
            writer.WriteNumber("s", trade.Size);
        }
        else
        {
            writer.WriteQuote(SyntheticQuote.At(market, at));
        }

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

/// <summary>What two vendors write alike.</summary>
file static class QuoteMembers
{
    public static void WriteQuote(this Utf8JsonWriter writer, SyntheticQuote quote)
    {
        writer.WriteNumber("bp", quote.Bid);
        writer.WriteNumber("bs", quote.BidSize);
        writer.WriteNumber("ap", quote.Ask);
        writer.WriteNumber("as", quote.AskSize);
    }
}
