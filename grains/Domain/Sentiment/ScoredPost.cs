namespace OrleansAssets.Domain.Sentiment;

/// <summary>A post that was read: its words, its mood and what it weighs among others.</summary>
public sealed record ScoredPost(SocialPost Post, PostWords Words, PostMood Mood)
{
    /// <summary>1 for a post that nobody approved of, 2 at 9 approvals, 3 at 99: readers count, but no crowd drowns the rest.</summary>
    public double Weight => 1 + Math.Log10(1 + Math.Max(0, Post.Approvals));

    /// <summary>Reads a post.</summary>
    public static ScoredPost Of(SocialPost post)
    {
        ArgumentNullException.ThrowIfNull(post);
        var words = PostWords.Of(post.Text);
        return new ScoredPost(post, words, MoodScorer.Score(words));
    }
}
