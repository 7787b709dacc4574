using System.Collections.Immutable;

namespace OrleansAssets.Domain.Sentiment;

/// <summary>A post of any source.</summary>
/// <param name="Author">Null where the account is gone.</param>
/// <param name="Text">Title and body.</param>
/// <param name="Approvals">Upvotes or likes; below 0 where readers disapprove.</param>
public sealed record SocialPost(string Id, string? Author, DateTimeOffset At, string Text, int Approvals);

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

/// <summary>Takes out what would let a few voices sound like many.</summary>
public static class PostCleaning
{
    /// <summary>Most posts of one author that count in a reading: the newest.</summary>
    public const int PostsPerAuthorMax = 3;

    private static readonly string[] Removed = ["[deleted]", "[removed]", ""];

    /// <summary>Whether a text is gone: taken back by its author, by the forum, or empty.</summary>
    public static bool IsRemoved(string text) => Removed.Contains(text.Trim());

    /// <summary>
    /// Posts that count, newest first: each id once, each text once (reposts; the oldest counts), removed ones not, and of one author the
    /// newest <see cref="PostsPerAuthorMax"/>. Posts of accounts that are gone count, but not against each other.
    /// </summary>
    public static ImmutableArray<ScoredPost> Clean(IEnumerable<SocialPost> posts)
    {
        var oldestFirst = posts.Where(post => !IsRemoved(post.Text))
            .OrderBy(post => post.At).ThenBy(post => post.Id, StringComparer.Ordinal)
            .DistinctBy(post => post.Id, StringComparer.Ordinal)
            .Select(ScoredPost.Of)
            .Where(post => post.Words.Words.Length > 0)
            .DistinctBy(post => post.Words.Text, StringComparer.Ordinal);
        var perAuthor = new Dictionary<string, int>(StringComparer.Ordinal);
        return [.. oldestFirst.Reverse().Where(post => CountsOf(perAuthor, post.Post.Author))];
    }

    private static bool CountsOf(Dictionary<string, int> perAuthor, string? author)
    {
        if (author is null)
        {
            return true;
        }

        var count = perAuthor.GetValueOrDefault(author) + 1;
        perAuthor[author] = count;
        return count <= PostsPerAuthorMax;
    }
}
