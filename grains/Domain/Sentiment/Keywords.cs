using System.Collections.Immutable;

namespace OrleansAssets.Domain.Sentiment;

/// <summary>The words that stand out in posts about a symbol.</summary>
public static class Keywords
{
    /// <summary>Most keywords.</summary>
    public const int KeywordsMax = 10;

    /// <summary>A word in fewer posts than this stands out by chance.</summary>
    private const int PostsMin = 2;

    private const int CharsMin = 3;
    private const int CharsMax = 24;

    /// <summary>
    /// Words by how many posts hold them times the logarithm of how rare they are among all posts that were read; of those the best
    /// <see cref="KeywordsMax"/>, most frequent first. Stop words, numbers, emoji and the symbol's own names are no keywords.
    /// </summary>
    /// <param name="background">All posts that were read, those about the symbol among them.</param>
    public static ImmutableArray<string> Of(
        IReadOnlyCollection<ScoredPost> about, IReadOnlyCollection<ScoredPost> background, SymbolRule? rule)
    {
        var counts = CountPosts(about);
        var all = CountPosts(background);
        var own = rule is null ? [] : rule.Names.SelectMany(name => name.Split(' ')).Append(rule.Form).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. counts.Where(pair => pair.Value >= PostsMin && !own.Contains(pair.Key))
                .OrderByDescending(pair => pair.Value * Math.Log(2 + ((double)background.Count / all.GetValueOrDefault(pair.Key, 1))))
                .ThenBy(pair => pair.Key, StringComparer.Ordinal)
                .Take(KeywordsMax)
                .OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal)
                .Select(pair => pair.Key),
        ];
    }

    private static Dictionary<string, int> CountPosts(IEnumerable<ScoredPost> posts)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var post in posts)
        {
            foreach (var word in WordsOf(post.Words))
            {
                counts[word] = counts.GetValueOrDefault(word) + 1;
            }
        }

        return counts;
    }

    private static HashSet<string> WordsOf(PostWords words)
    {
        var distinct = new HashSet<string>(StringComparer.Ordinal);
        for (var index = 0; index < words.Words.Length; index++)
        {
            var word = words.Words[index];
            if (word.Kind == PostWordKind.Word && word.Length is >= CharsMin and <= CharsMax && words.FormOf(index).ToString() is var form
                && !CommonWords.IsStop(form))
            {
                distinct.Add(form);
            }
        }

        return distinct;
    }
}
