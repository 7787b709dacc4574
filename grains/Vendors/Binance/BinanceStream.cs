using System.Collections.Immutable;
using System.Text.Json;
using OrleansAssets.Domain.Streams;
using OrleansAssets.Vendors.Streaming;

namespace OrleansAssets.Vendors.Binance;

/// <summary>
/// The best bid and ask of each symbol as it changes: <c>{"stream":"btcusdt@bookTicker","data":{"u":1,"s":"BTCUSDT","b":...,"B":...,
/// "a":...,"A":...}}</c>. It states no time, so that the instant at which it came counts. And each trade, with its time:
/// <c>{"stream":"btcusdt@trade","data":{"e":"trade","s":"BTCUSDT","t":12345,"p":...,"q":...,"T":epoch ms}}</c>.
/// </summary>
internal sealed class BinanceStream : IStreamProtocol
{
    private const string Trades = "trade";

    public string SourceId => BinanceVendor.Id;

    public ImmutableArray<string> KeyVariables => [];

    public Uri AddressOf(Uri stream, ImmutableArray<StreamSymbol> symbols) => new UriBuilder(stream)
    {
        Query = "streams=" + string.Join('/', symbols.SelectMany(StreamsOf)),
    }.Uri;

    public IEnumerable<StreamNews> Read(JsonElement message, StreamTalk talk)
    {
        var data = message.Member("data") ?? message;
        yield return (message.Member("stream").Text(), data.Member("e").Text()) switch
        {
            (null, _) => new StreamNews.LeftOut($"a message of {SourceId} is of no stream"),
            (_, Trades) => talk.Trade(
                SourceId, data.Member("s").Text(), EpochTime.OfMilliseconds(data.Member("T").Whole()), data.Member("p").NumberText(),
                data.Member("q").NumberText(), data.Member("t").Id()),
            _ => talk.Quote(
                SourceId, data.Member("s").Text(), talk.Now, data.Member("b").NumberText(), data.Member("a").NumberText(),
                data.Member("B").NumberText(), data.Member("A").NumberText()),
        };
    }

    private static IEnumerable<string> StreamsOf(StreamSymbol symbol)
    {
        var name = symbol.Symbol.ToLowerInvariant();
        yield return $"{name}@bookTicker";
        if (symbol.Trades)
        {
            yield return $"{name}@{Trades}";
        }
    }
}
