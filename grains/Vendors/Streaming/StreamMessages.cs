using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using OrleansAssets.Domain.Feeds;
using OrleansAssets.Domain.Streams;

namespace OrleansAssets.Vendors.Streaming;

/// <summary>How one vendor speaks on its stream.</summary>
internal interface IStreamProtocol
{
    /// <summary>The source it serves.</summary>
    string SourceId { get; }

    /// <summary>The environment variables of the keys that it sends.</summary>
    ImmutableArray<string> KeyVariables { get; }

    /// <summary>Whether a symbol is on the stream.</summary>
    bool Serves(string symbol) => true;

    /// <summary>Where some symbols are listened to.</summary>
    /// <param name="stream">The address of the source's streams.</param>
    Uri AddressOf(Uri stream, ImmutableArray<StreamSymbol> symbols);

    /// <summary>What a message says, and what is to be answered.</summary>
    IEnumerable<StreamNews> Read(JsonElement message, StreamTalk talk);
}

/// <summary>One conversation on a stream.</summary>
internal sealed class StreamTalk(ImmutableArray<StreamSymbol> symbols, VendorKeys keys, TimeProvider time)
{
    private readonly Queue<string> _answers = new();

    /// <summary>Where two assets have one symbol, the first; a vendor may answer in other letters than it was asked in.</summary>
    private readonly FrozenDictionary<string, StreamSymbol> _assets =
        symbols.DistinctBy(known => known.Symbol, StringComparer.OrdinalIgnoreCase)
            .ToFrozenDictionary(known => known.Symbol, StringComparer.OrdinalIgnoreCase);

    public ImmutableArray<StreamSymbol> Symbols => symbols;

    /// <summary>The symbols whose trades are asked for.</summary>
    public IEnumerable<string> Traded => symbols.Where(symbol => symbol.Trades).Select(symbol => symbol.Symbol);

    public VendorKeys Keys => keys;

    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Has a text sent before the next message is read.</summary>
    public void Answer(string text) => _answers.Enqueue(text);

    /// <summary>The next text to send; false where there is none.</summary>
    public bool TryTake(out string text) => _answers.TryDequeue(out text!);

    /// <summary>The asset of a symbol; null for one that was not asked for.</summary>
    public string? AssetOf(string? symbol) => symbol is null ? null : _assets.GetValueOrDefault(symbol)?.AssetId;

    private bool MayBeNegative(string? symbol) => symbol is not null && _assets.GetValueOrDefault(symbol) is { MayBeNegative: true };

    private string? TradedAssetOf(string? symbol) =>
        symbol is not null && _assets.GetValueOrDefault(symbol) is { Trades: true } known ? known.AssetId : null;

    /// <summary>A trade of others that holds, or why it cannot be used.</summary>
    /// <param name="source">The source's id.</param>
    /// <param name="id">What the source calls it.</param>
    public StreamNews Trade(string source, string? symbol, DateTimeOffset? at, decimal? price, decimal? size, string? id) =>
        (TradedAssetOf(symbol), at, price) switch
        {
            (null, _, _) => new StreamNews.LeftOut($"a trade of '{Redactor.Clean(symbol ?? "nothing")}' came, which was not asked for"),
            (_, null, _) or (_, _, null) => new StreamNews.LeftOut($"a trade of {symbol} lacks a time or a price"),
            (_, { } time, _) when time > Now + ClockSkew.Max => new StreamNews.LeftOut($"a trade of {symbol} lies in the future"),
            (_, _, <= 0) when !MayBeNegative(symbol) => new StreamNews.LeftOut($"a trade of {symbol} states a price of 0 or less"),
            (_, _, _) when size < 0 => new StreamNews.LeftOut($"a trade of {symbol} states a size below 0"),
            ({ } asset, { } time, { } paid) => new StreamNews.Traded(
                new MarketTrade(asset, source, ClockSkew.Heal(time, Now), paid, size, id)),
        };

    /// <summary>A quote that holds, or why it cannot be used.</summary>
    /// <param name="source">The source's id.</param>
    public StreamNews Quote(
        string source, string? symbol, DateTimeOffset? at, decimal? bid, decimal? ask, decimal? bidSize, decimal? askSize) =>
        (AssetOf(symbol), at, bid, ask) switch
        {
            (null, _, _, _) => new StreamNews.LeftOut($"a quote of '{Redactor.Clean(symbol ?? "nothing")}' came, which was not asked for"),
            (_, null, _, _) or (_, _, null, _) or (_, _, _, null) => new StreamNews.LeftOut($"a quote of {symbol} lacks a time or a price"),
            (_, { } time, _, _) when time > Now + ClockSkew.Max => new StreamNews.LeftOut($"a quote of {symbol} lies in the future"),
            (_, _, 0, _) or (_, _, _, 0) => new StreamNews.Heartbeat(), // a side without a quote: the next one may have it
            (_, _, < 0, _) or (_, _, _, < 0) when !MayBeNegative(symbol) => new StreamNews.Heartbeat(),
            (_, _, { } low, { } high) when low > high => new StreamNews.LeftOut($"a quote of {symbol} states a bid above the ask"),
            (_, _, _, _) when bidSize < 0 || askSize < 0 => new StreamNews.LeftOut($"a quote of {symbol} states a size below 0"),
            ({ } asset, { } time, { } low, { } high) => new StreamNews.Told(
                new Quote(asset, source, ClockSkew.Heal(time, Now), low, high, bidSize, askSize)),
        };
}

/// <summary>Reads the objects of a message: one, or an array of them.</summary>
internal static class StreamMessages
{
    public static IEnumerable<JsonElement> ObjectsOf(JsonElement message) => message.ValueKind == JsonValueKind.Array
        ? message.EnumerateArray()
        : [message];
}
