using System.Collections.Immutable;

namespace OrleansAssets.Domain.Sentiment;

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
