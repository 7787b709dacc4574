using System.Collections.Frozen;
using System.Collections.Immutable;

namespace OrleansAssets.Domain.Sentiment;

/// <summary>Symbols of which more is known than ticker and name: how else they are called, and what only looks like them.</summary>
public static class KnownSymbols
{
    private static readonly FrozenDictionary<string, SymbolRule> Rules = new[]
    {
        Rule("GME", "gamestop", "game stop"),
        Rule("AMC", "amc entertainment", "amc theatres stock") with
        {
            IsFoundInLowerCase = false,
            IsWord = true,
            Strangers =
            [
                "theater", "theaters", "theatre", "theatres", "cinema", "cinemas", "movie", "movies", "popcorn", "imax", "dolby", "showing",
                "series", "show", "episode", "episodes", "season", "network", "watch", "watched", "watching", "film", "films", "tickets",
                "screening", "stubs", "concession", "sequel", "premiere",
            ],
        },
        Rule("OPEN", "opendoor", "open door technologies") with { IsWord = true, IsFoundInLowerCase = false },
        Rule("DNUT", "krispy kreme", "krispy creme"),
        Rule("RGTI", "rigetti"),
        Rule("QUBT", "quantum computing inc"),
        Rule("TSLA", "tesla", "teslas stock") with { Strangers = ["nikola", "coil", "coils"] },
        Rule("NVDA", "nvidia"),
        Rule("AMD", "advanced micro devices"),
        Rule("TQQQ"),
        Rule("SOXL"),
        Rule("UVXY"),
        Rule("BTC", "bitcoin"),
        Rule("ETH", "ethereum"),
    }.ToFrozenDictionary(rule => rule.Symbol, StringComparer.Ordinal);

    /// <summary>All of them, by symbol.</summary>
    public static ImmutableArray<SymbolRule> All { get; } = [.. Rules.Values.OrderBy(rule => rule.Symbol, StringComparer.Ordinal)];

    /// <summary>The rule of a symbol in capitals; null where nothing more is known.</summary>
    public static SymbolRule? Find(string symbol) => Rules.GetValueOrDefault(symbol);

    private static SymbolRule Rule(string symbol, params ImmutableArray<string> names)
        => new(symbol, names, IsWord: false, IsFoundInLowerCase: true, Strangers: []);
}

/// <summary>How posts name one share or coin.</summary>
/// <param name="Symbol">Its ticker in capitals, e.g. <c>GME</c>.</param>
/// <param name="Names">Further names in lower case as <see cref="PostWords"/> writes them: <c>gamestop</c>, <c>krispy kreme</c>.</param>
/// <param name="IsWord">Whether the ticker is a word too, so that in bare form it needs a word of trading beside it.</param>
/// <param name="IsFoundInLowerCase">Whether <c>gme</c> is the ticker; only where no word is written like it.</param>
/// <param name="Strangers">Words beside which the ticker or name is something else, such as <c>theater</c> beside AMC.</param>
public sealed record SymbolRule(
    string Symbol, ImmutableArray<string> Names, bool IsWord, bool IsFoundInLowerCase, ImmutableArray<string> Strangers)
{
    /// <summary>The ticker as <see cref="PostWords"/> writes it: no letter more than twice in a row.</summary>
    public string Form { get; } = PostWords.Of(Symbol).Text;

    /// <summary>The rule of a symbol: the known one, else one that is made of the symbol and the name.</summary>
    /// <param name="name">The company's name, e.g. <c>GameStop</c>.</param>
    public static SymbolRule Of(string symbol, string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(symbol);
        var ticker = symbol.TrimStart('$').ToUpperInvariant();
        var known = KnownSymbols.Find(ticker);
        var isWord = CommonWords.IsCommon(ticker);
        var names = known?.Names ?? [];
        var full = PostWords.Of(name).Text;
        var isFurther = full.Length > 2 && !full.Equals(ticker, StringComparison.OrdinalIgnoreCase)
            && !names.Contains(full, StringComparer.Ordinal) && !CommonWords.IsCommon(full.ToUpperInvariant());
        return new SymbolRule(
            ticker,
            isFurther ? names.Add(full) : names,
            known?.IsWord ?? isWord,
            known?.IsFoundInLowerCase ?? (!isWord && ticker.Length >= 3),
            known?.Strangers ?? []);
    }
}
