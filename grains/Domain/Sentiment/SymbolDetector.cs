using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace OrleansAssets.Domain.Sentiment;

/// <summary>
/// Finds what a post is about. A cashtag is certain; a ticker in capitals is one unless it is a word too (OPEN, ALL, IT); a word needs a
/// word of trading near it; a company's name stands for its share unless the words beside it are about something else.
/// </summary>
public static class SymbolDetector
{
    /// <summary>Words before and after a ticker that is a word too among which a word of trading must stand.</summary>
    private const int ContextWords = 3;

    /// <summary>Words before and after a name among which a stranger makes it something else.</summary>
    private const int StrangerWords = 6;

    private const int TickerCharsMax = 5;

    /// <summary>Whether a post names a symbol.</summary>
    public static bool Mentions(PostWords words, SymbolRule rule)
    {
        ArgumentNullException.ThrowIfNull(words);
        ArgumentNullException.ThrowIfNull(rule);
        for (var index = 0; index < words.Words.Length; index++)
        {
            if (IsTicker(words, index, rule) || rule.Names.Any(name => IsName(words, index, name) && !HasStranger(words, index, rule)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Every symbol that a post may name, in capitals, each once: cashtags with certainty, unknown words in capitals as candidates, which
    /// count only where another post confirms them with a dollar sign.
    /// </summary>
    public static ImmutableArray<FoundSymbol> All(PostWords words, ImmutableArray<SymbolRule> rules)
    {
        ArgumentNullException.ThrowIfNull(words);
        var found = new SortedDictionary<string, bool>(StringComparer.Ordinal);
        foreach (var rule in rules.Where(rule => Mentions(words, rule)))
        {
            found[rule.Symbol] = true;
        }

        for (var index = 0; index < words.Words.Length; index++)
        {
            if (words.Words[index].Length > TickerCharsMax || !IsLettersOnly(words.SourceOf(index)))
            {
                continue;
            }

            var symbol = words.SourceOf(index).ToString().ToUpperInvariant();
            if (words.Words[index].Kind == PostWordKind.Cashtag)
            {
                found[symbol] = true;
            }
            else if (words.Words[index].IsCapitals && !words.IsShouted && !CommonWords.IsCommon(symbol)
                && rules.All(rule => rule.Symbol != symbol))
            {
                found.TryAdd(symbol, false);
            }
        }

        return [.. found.Select(pair => new FoundSymbol(pair.Key, pair.Value))];
    }

    private static bool IsTicker(PostWords words, int index, SymbolRule rule)
    {
        if (!words.FormOf(index).SequenceEqual(rule.Form))
        {
            return false;
        }

        var word = words.Words[index];
        if (word.Kind == PostWordKind.Cashtag)
        {
            return true;
        }

        var isCapitals = words.SourceOf(index).SequenceEqual(rule.Symbol);
        if ((!isCapitals && !rule.IsFoundInLowerCase) || CommonWords.IsAcronym(rule.Symbol) || HasStranger(words, index, rule))
        {
            return false;
        }

        return !rule.IsWord || (!words.IsShouted && IsOfTrading(words, index, rule));
    }

    /// <summary>Whether a ticker that is a word too is meant as a ticker.</summary>
    private static bool IsOfTrading(PostWords words, int index, SymbolRule rule)
    {
        // A word with strangers of its own, like AMC, is a ticker unless they are there; any other word must be shown to be one.
        if (rule.Strangers.Length > 0)
        {
            return true;
        }

        var (first, last) = (Math.Max(0, index - ContextWords), Math.Min(words.Words.Length - 1, index + ContextWords));
        for (var near = first; near <= last; near++)
        {
            if (near != index && (words.Words[near].Kind == PostWordKind.Cashtag || CommonWords.IsTrading(words.FormOf(near))))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsName(PostWords words, int index, string name)
    {
        var start = words.Words[index].Start;
        var end = start + name.Length;
        if (end > words.Text.Length || !words.Text.AsSpan(start, name.Length).SequenceEqual(name))
        {
            return false;
        }

        // "gamestops" and "Tesla's" are the company too.
        return end == words.Text.Length || words.Text[end] == ' '
            || (words.Text[end] == 's' && (end + 1 == words.Text.Length || words.Text[end + 1] == ' '));
    }

    private static bool HasStranger(PostWords words, int index, SymbolRule rule)
    {
        if (rule.Strangers.Length == 0)
        {
            return false;
        }

        var (first, last) = (Math.Max(0, index - StrangerWords), Math.Min(words.Words.Length - 1, index + StrangerWords));
        var isTrading = false;
        var isStrange = false;
        for (var near = first; near <= last; near++)
        {
            isTrading |= CommonWords.IsTrading(words.FormOf(near));
            isStrange |= rule.Strangers.Contains(words.FormOf(near).ToString(), StringComparer.Ordinal);
        }

        return isStrange && !isTrading;
    }

    private static bool IsLettersOnly(ReadOnlySpan<char> word)
    {
        foreach (var character in word)
        {
            if (!char.IsAsciiLetter(character))
            {
                return false;
            }
        }

        return word.Length > 0;
    }
}

/// <summary>A symbol in a post.</summary>
/// <param name="Symbol">In capitals.</param>
/// <param name="IsCertain">Whether it is a cashtag or a known symbol; else it is a word in capitals that may be one.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct FoundSymbol(string Symbol, bool IsCertain);
