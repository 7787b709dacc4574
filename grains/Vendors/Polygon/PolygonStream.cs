using System.Collections.Immutable;
using System.Text.Json;
using OrleansAssets.Domain.Streams;
using OrleansAssets.Vendors.Streaming;

namespace OrleansAssets.Vendors.Polygon;

/// <summary>
/// Quotes and trades of US shares: the vendor greets, takes the key, then the subscription, and sends arrays of
/// <c>{"ev":"Q","sym":"NVDA","bp":...,"bs":...,"ap":...,"as":...,"t":epoch ms}</c> and
/// <c>{"ev":"T","sym":"NVDA","x":4,"i":"12345","p":114.125,"s":100,"t":epoch ms}</c>. Currencies are on a connection of their own, which
/// the vendor's shares plan does not include: their symbols (<c>C:GBPJPY</c>) are polled.
/// </summary>
internal sealed class PolygonStream : IStreamProtocol
{
    public string SourceId => PolygonVendor.Id;

    public ImmutableArray<string> KeyVariables => [PolygonVendor.KeyVariable];

    public bool Serves(string symbol) => !symbol.Contains(':', StringComparison.Ordinal);

    public Uri AddressOf(Uri stream, ImmutableArray<StreamSymbol> symbols) => stream;

    public IEnumerable<StreamNews> Read(JsonElement message, StreamTalk talk) =>
        StreamMessages.ObjectsOf(message).Select(item => ReadOne(item, talk));

    private StreamNews ReadOne(JsonElement item, StreamTalk talk) => item.Member("ev").Text() switch
    {
        "Q" => talk.Quote(
            SourceId, item.Member("sym").Text(), EpochTime.OfMilliseconds(item.Member("t").Whole()), item.Member("bp").Number(),
            item.Member("ap").Number(), item.Member("bs").Number(), item.Member("as").Number()),
        "T" => talk.Trade(
            SourceId, item.Member("sym").Text(), EpochTime.OfMilliseconds(item.Member("t").Whole()), item.Member("p").Number(),
            item.Member("s").Number(), item.Member("i").Id()),
        "status" => StatusOf(item, talk),
        _ => new StreamNews.LeftOut($"a message of {SourceId} is of no known event"),
    };

    private StreamNews StatusOf(JsonElement item, StreamTalk talk)
    {
        var text = Redactor.Clean(item.Member("message").Text() ?? "no message", talk.Keys.Secrets).TrimEnd('.');
        switch (item.Member("status").Text())
        {
            case "connected":
                talk.Answer(JsonSerializer.Serialize(new PolygonAction("auth", talk.Keys[0]), StreamJson.Default.PolygonAction));
                return new StreamNews.Heartbeat();
            case "auth_success":
                var symbols = string.Join(
                    ',', talk.Symbols.Select(symbol => $"Q.{symbol.Symbol}").Concat(talk.Traded.Select(symbol => $"T.{symbol}")));
                talk.Answer(JsonSerializer.Serialize(new PolygonAction("subscribe", symbols), StreamJson.Default.PolygonAction));
                return new StreamNews.Heartbeat();
            case "success":
                return new StreamNews.Subscribed();
            case "auth_failed":
                return new StreamNews.Ended(
                    FeedResult.KeyRejected, $"the stream of {SourceId} rejects the key ({text}); check {PolygonVendor.KeyVariable}");
            case "max_connections":
                return new StreamNews.Ended(
                    FeedResult.RateLimited, $"the stream of {SourceId} has too many connections of this key ({text})");
            case var other:
                return new StreamNews.LeftOut($"the stream of {SourceId} says {Redactor.Clean(other ?? "nothing")}: {text}");
        }
    }
}
