using System.Collections.Immutable;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.Domain.Sentiment;
using OrleansAssets.Vendors.Http;

namespace OrleansAssets.Vendors.Reddit;

/// <summary>Reads listings page by page, back to an instant, with a token.</summary>
internal sealed class RedditReader(RedditTokens tokens, VendorHttp http)
{
    /// <summary>Posts of a page: Reddit's most.</summary>
    public const int RowsMax = 100;

    /// <summary>Most pages of a reading.</summary>
    public const int PagesMax = 4;

    /// <summary>Dearest reading: a token, a page that is refused, another token, and all pages.</summary>
    public const int CallsMax = PagesMax + 3;

    /// <summary>One page: of a token and the name that it follows.</summary>
    internal delegate Task<HttpResponseMessage> PageRequest(RedditToken token, string? after, CancellationToken cancellationToken);

    /// <summary>Posts from the newest back over a length of time before the reply, which need not reach that far.</summary>
    public async Task<VendorReply<RedditReading>> ReadAsync(
        RedditKeys keys, TimeSpan back, PageRequest request, CancellationToken cancellationToken)
    {
        var posts = ImmutableArray.CreateBuilder<SocialPost>();
        DateTimeOffset? readAt = null;
        string? after = null;
        for (var page = 0; page < PagesMax; page++)
        {
            var (reply, token) = await SendAsync(keys, after, request, cancellationToken);
            if (reply.Value is not { } exchange)
            {
                return reply.As<RedditReading>();
            }

            readAt ??= exchange.StatedAt < exchange.ReceivedAt ? exchange.StatedAt : exchange.ReceivedAt;
            if (ReadPage(exchange, RedditErrors.For(keys, token), after, posts, out var next) is { } failure)
            {
                return failure with { StatedUses = RedditLimits.UsesOf(exchange) };
            }

            if (next is null || (posts.Count > 0 && posts[^1].At < readAt - back))
            {
                return Reading(exchange, readAt.Value, posts, reachesBack: true);
            }

            if (page == PagesMax - 1)
            {
                return Reading(exchange, readAt.Value, posts, reachesBack: false);
            }

            after = next;
        }

        throw new InvalidOperationException("A reading has at least one page.");
    }

    private static VendorReply<RedditReading> Reading(
        VendorExchange exchange, DateTimeOffset at, ImmutableArray<SocialPost>.Builder posts, bool reachesBack)
        => VendorReplies.Ok(new RedditReading(at, posts.ToImmutable(), reachesBack, exchange), usedUnits: null);

    /// <summary>One page; a token that has been withdrawn is fetched anew, once.</summary>
    private async Task<(VendorReply<VendorExchange> Reply, RedditToken? Token)> SendAsync(
        RedditKeys keys, string? after, PageRequest request, CancellationToken cancellationToken)
    {
        string? refused = null;
        while (true)
        {
            var token = await tokens.GetAsync(keys, refused, cancellationToken);
            if (token.Value is not { } held)
            {
                return (token.With<VendorExchange>(null), null);
            }

            var reply = await http.SendAsync(RedditVendor.Id, cancel => request(held, after, cancel), cancellationToken);
            if ((int?)reply.Value?.Status != 401 || refused is not null || after is not null)
            {
                return (reply, held);
            }

            refused = held.Value;
        }
    }

    private static VendorReply<RedditReading>? ReadPage(
        VendorExchange exchange, VendorFailures failures, string? after, ImmutableArray<SocialPost>.Builder posts, out string? next)
    {
        next = null;
        if (failures.FailureOf<RedditReading>(exchange) is { } failure)
        {
            return failure;
        }

        using var document = VendorParser.TryParse(exchange);
        if (document is null)
        {
            return failures.Malformed<RedditReading>(exchange, "is no JSON");
        }

        if (ListingParser.TryRead(document.RootElement, RowsMax, out var read, out next) is { } fault)
        {
            return failures.Malformed<RedditReading>(exchange, fault);
        }

        posts.AddRange(read);
        return next is not null && next == after ? failures.Malformed<RedditReading>(exchange, "names itself as its next page") : null;
    }
}

/// <summary>What a reading brought.</summary>
/// <param name="At">When it was made.</param>
/// <param name="ReachesBack">Whether it holds every post of the time that was asked for.</param>
/// <param name="Last">The last page, for its headers.</param>
internal sealed record RedditReading(DateTimeOffset At, ImmutableArray<SocialPost> Posts, bool ReachesBack, VendorExchange Last);
