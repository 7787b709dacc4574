using OrleansAssets.Domain.Sentiment;

namespace OrleansAssets.Vendors.Twitter;

/// <summary>What is searched for, and how a sample of it stands for the whole. Pure.</summary>
internal static class TwitterSearch
{
    /// <summary>Cashtag and names, in English, without reposts.</summary>
    public static string WordsOf(SymbolRule rule)
    {
        var names = rule.Names.Select(name => $"\"{name}\"").Prepend($"${rule.Symbol}");
        return $"({string.Join(" OR ", names)}) -is:retweet lang:en";
    }

    /// <summary>
    /// A snapshot of a sample scaled to what was counted: as many mentions as the sample's share says, the stances in proportion, by
    /// largest remainder so that they add up.
    /// </summary>
    /// <param name="read">The snapshot of the sample.</param>
    /// <param name="sampled">Posts of the sample.</param>
    /// <param name="before">Posts counted in the interval before; null where it was not counted.</param>
    public static SentimentSnapshot Scale(SentimentSnapshot read, int sampled, long counted, long? before)
    {
        var mentions = sampled == 0 ? 0 : (int)Math.Min(int.MaxValue, counted * read.Mentions / sampled);
        mentions = Math.Max(mentions, read.Mentions);
        var shares = Apportion(mentions, [read.Bullish, read.Bearish, read.Neutral]);
        return read with
        {
            Mentions = mentions,
            Bullish = shares[0],
            Bearish = shares[1],
            Neutral = shares[2],
            VolumeChange = before is { } earlier ? MoodRules.VolumeChange(counted, earlier) : null,
        };
    }

    private static int[] Apportion(int total, int[] weights)
    {
        var sum = weights.Sum();
        if (sum == 0)
        {
            return [0, 0, 0];
        }

        var shares = weights.Select(weight => (int)((long)total * weight / sum)).ToArray();
        var remainders = weights.Select((weight, index) => (Remainder: (long)total * weight % sum, Index: index))
            .OrderByDescending(entry => entry.Remainder).ThenBy(entry => entry.Index);
        foreach (var (_, index) in remainders.Take(total - shares.Sum()))
        {
            shares[index]++;
        }

        return shares;
    }
}
