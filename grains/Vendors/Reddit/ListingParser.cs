using System.Collections.Immutable;
using System.Text.Json;
using OrleansAssets.Domain.Sentiment;
using OrleansAssets.Vendors.Http;

namespace OrleansAssets.Vendors.Reddit;

/// <summary>Reads a listing of posts.</summary>
internal static class ListingParser
{
    private const string Post = "t3";
    private const decimal SecondsMax = 253_370_764_800;
    private static readonly string[] Gone = ["[deleted]", "[removed]"];

    /// <summary>The posts, or what is wrong with the reply as the end of a sentence.</summary>
    /// <param name="after">The name that the next page follows; null on the last.</param>
    public static string? TryRead(JsonElement root, int rowsMax, out ImmutableArray<SocialPost> posts, out string? after)
    {
        (posts, after) = ([], null);
        if (root.Member("kind").Text() != "Listing" || root.Member("data") is not { ValueKind: JsonValueKind.Object } data
            || data.Member("children") is not { ValueKind: JsonValueKind.Array } children)
        {
            return "is no listing";
        }

        if (children.GetArrayLength() > rowsMax)
        {
            return $"has {children.GetArrayLength()} posts where at most {rowsMax} were asked for";
        }

        if (data.Member("after") is { ValueKind: not (JsonValueKind.Null or JsonValueKind.String) })
        {
            return "has an end that is not of the documented form";
        }

        var read = ImmutableArray.CreateBuilder<SocialPost>(children.GetArrayLength());
        foreach (var child in children.EnumerateArray())
        {
            // Whatever else a forum may list is no post.
            if (child.Member("kind").Text() is { } kind && kind != Post)
            {
                continue;
            }

            if (child.Member("data") is not { } post || Read(post) is not { } one)
            {
                return $"has a post {read.Count + 1} that is not of the documented form";
            }

            read.Add(one);
        }

        (posts, after) = (read.ToImmutable(), data.Member("after").Text());
        return null;
    }

    private static SocialPost? Read(JsonElement post)
    {
        if (post.Member("name").Text() is not { Length: > 3 and <= 32 } name || post.Member("title").Text() is not { } title
            || InstantOf(post.Member("created_utc").Number()) is not { } at)
        {
            return null;
        }

        var body = post.Member("selftext").Text() ?? string.Empty;
        var author = post.Member("author").Text();
        return new SocialPost(
            name,
            author is null || Gone.Contains(author) ? null : author,
            at,
            Gone.Contains(title) ? string.Empty : body.Length == 0 || Gone.Contains(body) ? title : $"{title}\n{body}",
            (int)Math.Clamp(post.Member("score").Whole() ?? 0, -1_000_000, 1_000_000));
    }

    /// <summary>Seconds with a fraction.</summary>
    private static DateTimeOffset? InstantOf(decimal? seconds)
        => seconds is { } value and >= 0 and <= SecondsMax
            ? DateTimeOffset.UnixEpoch.AddTicks((long)(value * TimeSpan.TicksPerSecond)) : null;
}
