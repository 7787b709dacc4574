using System.Collections.Immutable;
using OrleansAssets.Domain.Sentiment;

namespace OrleansAssets.Vendors.Reddit;

/// <summary>Reads listings page by page, back to an instant, with a token.</summary>
internal sealed class RedditReader(VendorClient<IRedditApi> client, RedditTokens tokens)
{
    /// <summary>Posts of a page: Reddit's most.</summary>
    public const int RowsMax = 100;

    /// <summary>Most pages of a reading.</summary>
    public const int PagesMax = 4;

    /// <summary>Dearest reading: a token, a page that is refused, another token, and all pages.</summary>
    public const int CallsMax = PagesMax + 3;

    /// <summary>One page: of a token and the name that it follows.</summary>
    internal delegate Task<HttpResponseMessage> PageRequest(
        IRedditApi api, RedditToken token, string? after, CancellationToken cancellationToken);

    /// <summary>Posts from the newest back over a length of time before the reply, which need not reach that far.</summary>
    public async Task<VendorReply<RedditReading>> ReadAsync(TimeSpan back, PageRequest request, CancellationToken cancellationToken)
    {
        var posts = ImmutableArray.CreateBuilder<SocialPost>();
        var (readAt, after, leftOut) = ((DateTimeOffset?)null, (string?)null, (LeftOut?)null);
        for (var page = 1; ; page++)
        {
            var reply = await ReadPageAsync(after, request, cancellationToken);
            if (reply.Value is not { } read)
            {
                return reply.With<RedditReading>(null);
            }

            readAt ??= read.At;
            leftOut = LeftOut.Sum(leftOut, reply.LeftOut);
            posts.AddRange(read.Posts);
            var reachesBack = read.After is null || (posts.Count > 0 && posts[^1].At < readAt - back);
            if (reachesBack || page == PagesMax)
            {
                return reply.With(new RedditReading(readAt.Value, posts.ToImmutable(), reachesBack)) with { LeftOut = leftOut };
            }

            after = read.After;
        }
    }

    /// <summary>One page; a token that has been withdrawn is fetched anew, once.</summary>
    private async Task<VendorReply<RedditPage>> ReadPageAsync(string? after, PageRequest request, CancellationToken cancellationToken)
    {
        string? refused = null;
        while (true)
        {
            var token = await tokens.GetAsync(refused, cancellationToken);
            if (token.Value is not { } held)
            {
                return token.With<RedditPage>(null);
            }

            var reply = await client.AskAsync(
                VendorReplies.Ok(held.Keys.With(held.Value)), "posts", (api, _, cancel) => request(api, held, after, cancel),
                (answer, root) => answer.Ok(ListingParser.Read(root, RowsMax, after), listing => PageOf(answer.Exchange, listing)),
                cancellationToken);
            if (reply.Result != FeedResult.KeyRejected || refused is not null || after is not null)
            {
                return reply;
            }

            refused = held.Value;
        }
    }

    private static RedditPage PageOf(VendorExchange exchange, Listing listing) => new(
        exchange.StatedAt < exchange.ReceivedAt ? exchange.StatedAt : exchange.ReceivedAt, listing.Posts, listing.After);

    private sealed record RedditPage(DateTimeOffset At, ImmutableArray<SocialPost> Posts, string? After);
}

/// <summary>What a reading brought.</summary>
/// <param name="At">When it was made.</param>
/// <param name="ReachesBack">Whether it holds every post of the time that was asked for.</param>
internal sealed record RedditReading(DateTimeOffset At, ImmutableArray<SocialPost> Posts, bool ReachesBack);
