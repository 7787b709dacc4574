using System.Collections.Immutable;
using System.Text.Json;
using OrleansAssets.Domain.Streams;
using OrleansAssets.Vendors.Streaming;

namespace OrleansAssets.Vendors.Binance;

/// <summary>
/// The best bid and ask of each symbol as it changes: <c>{"stream":"btcusdt@bookTicker","data":{"u":1,"s":"BTCUSDT","b":...,"B":...,
/// "a":...,"A":...}}</c>. It states no time, so that the instant at which it came counts.
/// </summary>
internal sealed class BinanceStream : IStreamProtocol
{
    public string SourceId => BinanceVendor.Id;

    public ImmutableArray<string> KeyVariables => [];

    public Uri AddressOf(Uri stream, ImmutableArray<StreamSymbol> symbols) => new UriBuilder(stream)
    {
        Query = "streams=" + string.Join('/', symbols.Select(symbol => $"{symbol.Symbol.ToLowerInvariant()}@bookTicker")),
    }.Uri;

    public IEnumerable<StreamNews> Read(JsonElement message, StreamTalk talk)
    {
        var data = message.Member("data") ?? message;
        yield return message.Member("stream").Text() is null
            ? new StreamNews.LeftOut($"a message of {SourceId} is of no stream")
            : talk.Quote(
                SourceId, data.Member("s").Text(), talk.Now, data.Member("b").NumberText(), data.Member("a").NumberText(),
                data.Member("B").NumberText(), data.Member("A").NumberText());
    }
}
