using System.Collections.Immutable;
using System.Text.Json;
using OrleansAssets.Domain.Sentiment;

namespace OrleansAssets.Vendors.Reddit;

/// <summary>Reads a listing of posts.</summary>
internal static class ListingParser
{
    private const string Post = "t3";
    private const decimal SecondsMax = 253_370_764_800;

    /// <summary>A page of posts. Whatever else a forum may list is left out.</summary>
    /// <param name="asked">The name that the page was to follow.</param>
    public static Result<Listing> Read(JsonElement root, int rowsMax, string? asked)
    {
        if (root.Member("kind").Text() != "Listing" || root.Member("data") is not { ValueKind: JsonValueKind.Object } data)
        {
            return "is no listing";
        }

        var after = data.Member("after");
        if (after is { ValueKind: not (JsonValueKind.Null or JsonValueKind.String) } || (asked is not null && after.Text() == asked))
        {
            return "has an end that is not of the documented form, or names itself as its next page";
        }

        return ReplyRows.ArrayOf(data.Member("children"), rowsMax)
            .Then(rows => ReplyRows.Read(
                rows.EnumerateArray().Where(row => row.Member("kind").Text() is null or Post),
                row => row.Member("data") is { } post ? PostOf(post) : null, what: "post",
                nameOf: row => row.Member("data") is { } post ? post.Member("name").Text() : null))
            .Then<Listing>(posts => new Listing(posts, after.Text()));
    }

    private static SocialPost? PostOf(JsonElement post)
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
            author is null || PostCleaning.IsRemoved(author) ? null : author,
            at,
            PostCleaning.IsRemoved(title) ? string.Empty : PostCleaning.IsRemoved(body) ? title : $"{title}\n{body}",
            (int)Math.Clamp(post.Member("score").Whole() ?? 0, -1_000_000, 1_000_000));
    }

    /// <summary>Seconds with a fraction.</summary>
    private static DateTimeOffset? InstantOf(decimal? seconds)
        => seconds is { } value and >= 0 and <= SecondsMax
            ? DateTimeOffset.UnixEpoch.AddTicks((long)(value * TimeSpan.TicksPerSecond)) : null;
}

/// <summary>A page of posts, newest first.</summary>
/// <param name="After">The name that the next page follows; null on the last.</param>
internal sealed record Listing(ImmutableArray<SocialPost> Posts, string? After);
