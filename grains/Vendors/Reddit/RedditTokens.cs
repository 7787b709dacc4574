using System.Text.Json;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.Vendors.Http;

namespace OrleansAssets.Vendors.Reddit;

/// <summary>
/// The token that data calls need, kept in memory until shortly before it expires. Two calls at once may each fetch one: both are paid
/// for, and Reddit takes either.
/// </summary>
internal sealed class RedditTokens(Func<IRedditTokenApi> api, VendorHttp http, TimeProvider clock)
{
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    private volatile RedditToken? _token;

    /// <summary>A token that has not expired.</summary>
    /// <param name="refused">A token that Reddit has just refused, which is not given out again; null for none.</param>
    public async Task<VendorReply<RedditToken>> GetAsync(RedditKeys keys, string? refused, CancellationToken cancellationToken)
    {
        if (_token is { } known && known.Keys == keys && known.Value != refused && known.ExpiresAt > clock.GetUtcNow() + Margin)
        {
            return VendorReplies.Ok(known, usedUnits: null);
        }

        var reply = await http.SendAsync(RedditVendor.Id, token => SendAsync(keys, token), cancellationToken);
        if (reply.Value is not { } exchange)
        {
            return reply.As<RedditToken>();
        }

        var read = Read(exchange, keys);
        _token = read.Value ?? _token;
        return read;
    }

    private async Task<HttpResponseMessage> SendAsync(RedditKeys keys, CancellationToken cancellationToken)
    {
        using var form = new FormUrlEncodedContent([new("grant_type", "client_credentials")]);
        return await api().GetTokenAsync(keys.Basic, keys.UserAgent, form, cancellationToken);
    }

    private static VendorReply<RedditToken> Read(VendorExchange exchange, RedditKeys keys)
    {
        var failures = RedditErrors.For(keys, token: null);
        if (failures.FailureOf<RedditToken>(exchange) is { } failure)
        {
            return failure;
        }

        using var document = VendorParser.TryParse(exchange);
        if (document?.RootElement is not { ValueKind: JsonValueKind.Object } root)
        {
            return failures.Malformed<RedditToken>(exchange, "to a request for a token is no JSON object");
        }

        if (root.Member("error").Text() is { } error)
        {
            return failures.Fail<RedditToken>(
                exchange, FeedResult.KeyRejected,
                $"reddit gives no token ({failures.Clean(error)}); {RedditVendor.ClientIdVariable} must be of a script or web app.");
        }

        return root.Member("access_token").Text() is { Length: > 0 } value && value.All(character => character is > ' ' and <= '~')
            && root.Member("expires_in").Number() is { } seconds and > 0
            ? VendorReplies.Ok(new RedditToken(keys, value, ExpiryOf(exchange, seconds)), usedUnits: null)
            : VendorReplies.Fail<RedditToken>(FeedResult.Malformed, "The reply of reddit to a request for a token holds no usable token.");
    }

    private static DateTimeOffset ExpiryOf(VendorExchange exchange, decimal seconds)
        => exchange.ReceivedAt + TimeSpan.FromSeconds((double)Math.Min(seconds, (decimal)Longest.TotalSeconds));
}

/// <summary>A token and until when it holds.</summary>
/// <param name="Keys">The credentials that it was given for: others need another.</param>
internal sealed record RedditToken(RedditKeys Keys, string Value, DateTimeOffset ExpiresAt)
{
    /// <summary>As a header.</summary>
    public string Bearer => "bearer " + Value;

    /// <summary>For errors and logs: hides the token.</summary>
    public override string ToString() => "RedditToken(***)";
}
