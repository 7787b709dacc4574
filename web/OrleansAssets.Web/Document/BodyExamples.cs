using System.Collections.Frozen;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace OrleansAssets.Web.Document;

/// <summary>A body that each operation with one takes, for who reads the document: by the operation's name.</summary>
internal static class BodyExamples
{
    private const string Json = "application/json";

    private const string Correction = """
        { "correctionId": "c-3", "reason": "the broker amended it",
          "replacement": { "fillId": "f-17b", "assetId": "BTC/USDT", "side": "buy", "quantity": 0.0063, "price": 78450, "fee": 0.5 } }
        """;

    private const string Order = """
        { "clientOrderId": "o-17", "assetId": "BTC/USDT", "side": "buy", "notional": 500, "limitPrice": 78000, "stopPrice": 72000,
          "strategyId": "trend", "reduceOnly": false, "timeInForce": "gtc" }
        """;

    private const string Event = """
        { "eventId": "interest-2025-03", "kind": "interest", "effectiveAt": "2025-04-02T09:00:00Z", "amount": 12.5, "currency": "USD",
          "reason": "interest on cash of March" }
        """;

    private static readonly FrozenDictionary<string, string> Known = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["account.halt"] = Because("prices of two sources differ"),
        ["account.reset"] = Because("the prices agree again"),
        ["assets.accept-quote"] = Because("the exchange says so too"),
        ["assets.switch"] = """{ "enabled": true }""",
        ["events.correct"] = """{ "correctionId": "c-4", "reason": "it was booked twice" }""",
        ["events.dry-run"] = Event,
        ["events.record"] = Event,
        ["flows.record"] = """{ "flowId": "d-1", "amount": 10000, "reason": "capital" }""",
        ["halts.reset"] = Because("the position is closed"),
        ["halts.stop"] = """{ "reason": "the signal is stale", "scope": "asset", "scopeId": "BTC/USDT", "mode": "reduceOnly" }""",
        ["imports.begin"] = """{ "kind": "equity", "portfolioId": "main" }""",
        ["imports.candles"] = """
            [{ "assetId": "BTC/USDT", "sourceId": "import", "timeframe": "1d", "openTime": "2025-04-01T00:00:00Z", "open": 82000,
               "high": 83100.5, "low": 81500, "close": 82990, "volume": 1204.5 }]
            """,
        ["imports.equity"] = """[{ "day": "2025-04-01", "equity": 10120.5, "cashFlow": 0 }]""",
        ["imports.events"] = """
            [{ "eventId": "b-301", "kind": "dividend", "bookedAt": "2025-06-27T20:00:00Z", "assetId": "NVDA", "amount": 1.25,
               "withheld": 0.19, "currency": "USD", "exDate": "2025-06-11", "line": 2 }]
            """,
        ["imports.fills"] = """
            [{ "fillId": "b-17", "assetId": "NVDA", "side": "buy", "quantity": 5, "price": 110.2, "fee": 0.35,
               "at": "2025-04-01T14:31:07Z", "line": 2, "order": 0 }]
            """,
        ["imports.trades"] = """
            [{ "line": 2, "trade": { "tradeId": "t-1", "assetId": "NVDA", "side": "long", "quantity": 5, "entryPrice": 110.2,
               "exitPrice": 114.8, "fees": 0.7, "openedAt": "2025-04-01T14:31:07Z", "closedAt": "2025-04-03T19:02:44Z" } }]
            """,
        ["marks.correct"] = """
            { "correctionId": "c-5", "assetId": "NVDA", "from": "2025-04-02T15:00:00Z", "to": "2025-04-02T15:00:05Z", "price": 92.3,
              "reason": "the source told a price of another day" }
            """,
        ["notices.ack"] = """{ "note": "I ask the broker" }""",
        ["orders.accept"] = Because("placed by hand while the silo was away"),
        ["orders.check"] = Order,
        ["orders.correct"] = Correction,
        ["orders.dry-check"] = Order,
        ["orders.dry-correct"] = Correction,
        ["orders.fill"] = """
            { "fillId": "f-17", "clientOrderId": "o-17", "assetId": "BTC/USDT", "side": "buy", "quantity": 0.0063, "price": 78500,
              "fee": 0.5, "currency": "USDT" }
            """,
        ["orders.release"] = Because("it was never placed"),
        ["orders.report"] = """{ "state": "working", "at": "2025-04-02T15:30:01.250Z", "venueOrderId": "B-99120" }""",
        ["phases.activate"] = """{ "notes": "all requirements met" }""",
        ["phases.approve"] = """{ "notes": "I looked at the evidence" }""",
        ["phases.deactivate"] = Because("the strategy is reviewed"),
        ["portfolios.create"] = Because("the book of a second broker"),
        ["portfolios.what-if"] = """{ "shocks": [{ "assetId": "BTC/USDT", "move": -0.3 }, { "assetId": "NVDA", "move": -0.15 }] }""",
        ["positions.move-stop"] = """{ "stopPrice": 74000, "clearTarget": false, "reason": "half way up" }""",
        ["rates.state"] = """{ "rate": 0.0066 }""",
        ["session.sign-in"] = """{ "token": "oat_..." }""",
        ["tokens.make"] = """{ "name": "Ada", "role": "operator", "expiresAt": "2036-01-01T00:00:00Z" }""",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Shows the body of an operation that takes one.</summary>
    public static void Put(OpenApiOperation operation, string name)
    {
        if (operation.RequestBody?.Content is { } content && content.TryGetValue(Json, out var body)
            && Known.TryGetValue(name, out var example))
        {
            body.Example = JsonNode.Parse(example);
        }
    }

    private static string Because(string reason) => new JsonObject { ["reason"] = reason }.ToJsonString();
}
