using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using OrleansAssets.Domain.Sentiment;

namespace OrleansAssets.Vendors.Twitter;

/// <summary>Reads X's replies. Newer ones may say "post" where older ones say "tweet"; both are taken.</summary>
internal static class TwitterParser
{
    private const int IdCharsMax = 20;

    /// <summary>The posts of a page. A page without hits has no <c>data</c>.</summary>
    /// <remarks>Problems with single posts beside the data are not ours: those posts are absent.</remarks>
    public static Result<ImmutableArray<SocialPost>> ReadPosts(JsonElement root, int rowsMax)
        => root.Member("data") is { } data ? ReplyRows.Read(
                data, rowsMax, ReadPost, what: "post", nameOf: row => row.Member("id").Text())
            : root.Member("meta") is { ValueKind: JsonValueKind.Object } meta && meta.Member("result_count").Whole() == 0
                ? ImmutableArray<SocialPost>.Empty
                : "has neither posts nor a count of none";

    /// <summary>The posts of an account.</summary>
    public static Result<Timeline> ReadTimeline(JsonElement root, int rowsMax)
        => ReadPosts(root, rowsMax).Then<Timeline>(posts => new Timeline(
            posts, root.Member("data") is { ValueKind: JsonValueKind.Array } rows ? rows.GetArrayLength() : 0,
            root.Member("meta") is { } meta && meta.Member("next_token").Text() is { Length: > 0 } token ? token : null));

    /// <summary>The total of a reply to a count; null where it is not of the documented form.</summary>
    public static long? ReadTotal(JsonElement root)
        => root.Member("meta") is { } meta
            && (meta.Member("total_tweet_count").Whole() ?? meta.Member("total_post_count").Whole()) is { } total
            && total is >= 0 and <= int.MaxValue ? total : null;

    /// <summary>The id of an account; null where the reply holds none.</summary>
    public static string? ReadUserId(JsonElement root)
        => root.Member("data") is { } data && data.Member("id").Text() is { } id && IsId(id) ? id : null;

    private static SocialPost? ReadPost(JsonElement row)
    {
        if (row.Member("id").Text() is not { } id || !IsId(id) || (NoteOf(row) ?? row.Member("text").Text()) is not { } text
            || row.Member("created_at").Instant() is not { } at)
        {
            return null;
        }

        var metrics = row.Member("public_metrics");
        var likes = metrics is { } known ? known.Member("like_count").Whole() ?? 0 : 0;
        return new SocialPost(
            id, row.Member("author_id").Text(), at, WebUtility.HtmlDecode(text), (int)Math.Clamp(likes, 0, 1_000_000));
    }

    /// <summary>The whole text of a post that is longer than 280 characters.</summary>
    private static string? NoteOf(JsonElement row)
        => (row.Member("note_tweet") ?? row.Member("note_post")) is { } note ? note.Member("text").Text() : null;

    /// <summary>Ids have 64 bits and come as text, as no JavaScript number holds them.</summary>
    private static bool IsId(string id) => id.Length is > 0 and <= IdCharsMax && id.All(char.IsAsciiDigit);
}

/// <summary>A page of an account's posts.</summary>
/// <param name="RowsCount">Posts that came, also those that could not be used: each is billed.</param>
/// <param name="NextToken">Of the page with older ones; null on the last.</param>
internal sealed record Timeline(ImmutableArray<SocialPost> Posts, int RowsCount, string? NextToken);
