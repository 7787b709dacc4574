using System.Collections.Immutable;
using System.Text.Json;
using OrleansAssets.Domain.Streams;
using OrleansAssets.Vendors.Streaming;

namespace OrleansAssets.Vendors.Alpaca;

/// <summary>
/// Quotes and trades of US shares: the vendor greets, takes the keys, then the subscription, and sends arrays of
/// <c>{"T":"q","S":"NVDA","bp":...,"bs":...,"ap":...,"as":...,"t":"..."}</c> and
/// <c>{"T":"t","S":"NVDA","i":96921,"x":"D","p":126.55,"s":1,"t":"..."}</c>. Errors are <c>{"T":"error","code":...,"msg":...}</c>.
/// </summary>
/// <remarks>
/// Who asks for trades is told of corrections and cancellations unasked (<c>c</c>, <c>x</c>). What was told is not taken back: it prices
/// nothing, and the next trade takes its place.
/// </remarks>
internal sealed class AlpacaStream : IStreamProtocol
{
    private const int AuthenticationFailed = 402;
    private const int NotAuthenticated = 401;
    private const int SymbolLimit = 405;
    private const int ConnectionLimit = 406;
    private const int InsufficientSubscription = 409;

    public string SourceId => AlpacaVendor.Id;

    public ImmutableArray<string> KeyVariables => [AlpacaVendor.KeyIdVariable, AlpacaVendor.SecretKeyVariable];

    public Uri AddressOf(Uri stream, ImmutableArray<StreamSymbol> symbols) => stream;

    public IEnumerable<StreamNews> Read(JsonElement message, StreamTalk talk) =>
        StreamMessages.ObjectsOf(message).Select(item => ReadOne(item, talk));

    private StreamNews ReadOne(JsonElement item, StreamTalk talk)
    {
        switch (item.Member("T").Text())
        {
            case "q":
                return talk.Quote(
                    SourceId, item.Member("S").Text(), item.Member("t").Instant(), item.Member("bp").Number(), item.Member("ap").Number(),
                    item.Member("bs").Number(), item.Member("as").Number());
            case "t":
                return talk.Trade(
                    SourceId, item.Member("S").Text(), item.Member("t").Instant(), item.Member("p").Number(), item.Member("s").Number(),
                    item.Member("i").Id());
            case "c" or "x":
                return new StreamNews.LeftOut(
                    $"a trade of '{Redactor.Clean(item.Member("S").Text() ?? "nothing")}' was corrected or cancelled by its venue");
            case "success" when item.Member("msg").Text() == "connected":
                talk.Answer(JsonSerializer.Serialize(
                    new AlpacaLogin("auth", talk.Keys[0], talk.Keys[1]), StreamJson.Default.AlpacaLogin));
                return new StreamNews.Heartbeat();
            case "success":
                ImmutableArray<string> traded = [.. talk.Traded];
                talk.Answer(JsonSerializer.Serialize(
                    new AlpacaSubscription(
                        "subscribe", [.. talk.Symbols.Select(symbol => symbol.Symbol)], traded.IsEmpty ? null : traded),
                    StreamJson.Default.AlpacaSubscription));
                return new StreamNews.Heartbeat();
            case "subscription":
                return new StreamNews.Subscribed();
            case "error":
                return ErrorOf(item);
            default:
                return new StreamNews.LeftOut($"a message of {SourceId} is of no known type");
        }
    }

    private StreamNews.Ended ErrorOf(JsonElement item)
    {
        var code = item.Member("code").Whole();
        var result = code switch
        {
            AuthenticationFailed or NotAuthenticated => FeedResult.KeyRejected,
            SymbolLimit or InsufficientSubscription => FeedResult.PlanTooSmall,
            ConnectionLimit => FeedResult.RateLimited,
            _ => FeedResult.Unavailable,
        };
        return new StreamNews.Ended(
            result, $"the stream of {SourceId} says: {Redactor.Clean(item.Member("msg").Text() ?? "no message").TrimEnd('.')} ({code})");
    }
}
