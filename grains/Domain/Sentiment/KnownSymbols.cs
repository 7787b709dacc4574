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
