using System.Text;
using System.Text.Json;

namespace OrleansAssets.Vendors.Reddit;

/// <summary>
/// The token that data calls need, kept in memory until shortly before it expires. Two calls at once may each fetch one: both are paid
/// for, and Reddit takes either.
/// </summary>
internal sealed class RedditTokens(VendorClient<IRedditTokenApi> client, IVendorEndpoints endpoints, TimeProvider clock)
{
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    private volatile RedditToken? _token;

    /// <summary>A token that has not expired.</summary>
    /// <param name="refused">A token that Reddit has just refused, which is not given out again; null for none.</param>
    public async Task<VendorReply<RedditToken>> GetAsync(string? refused, CancellationToken cancellationToken)
    {
        var read = client.ReadKeys();
        if (read.Value is not { } own)
        {
            return read.With<RedditToken>(null);
        }

        // Client id and secret for HTTP Basic.
        var basic = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{own[0]}:{own[1]}"));
        var (keys, userAgent) = (own.With(basic), UserAgentOf(endpoints.Secret(RedditVendor.UsernameVariable)?.Trim()));
        if (_token is { } known && known.IsOf(keys, userAgent) && known.Value != refused && known.ExpiresAt > clock.GetUtcNow() + Margin)
        {
            return VendorReplies.Ok(known);
        }

        var reply = await client.AskForFileAsync(
            VendorReplies.Ok(keys), "a token", (api, _, cancel) => SendAsync(api, basic, userAgent, cancel),
            answer => TokenOf(answer, keys, userAgent), cancellationToken);
        _token = reply.Value ?? _token;
        return reply;
    }

    private static async Task<HttpResponseMessage> SendAsync(
        IRedditTokenApi api, string basic, string userAgent, CancellationToken cancellationToken)
    {
        using var form = new FormUrlEncodedContent([new("grant_type", "client_credentials")]);
        return await api.GetTokenAsync(basic, userAgent, form, cancellationToken);
    }

    private static VendorReply<RedditToken> TokenOf(VendorAnswer answer, VendorKeys keys, string userAgent)
    {
        if (answer.Json is not { ValueKind: JsonValueKind.Object } root)
        {
            return answer.Malformed("to a request for a token is no JSON object");
        }

        if (root.Member("error").Text() is { } error)
        {
            return answer.Fail(
                FeedResult.KeyRejected,
                $"reddit gives no token ({answer.Clean(error)}); {RedditVendor.ClientIdVariable} must be of a script or web app.");
        }

        return root.Member("access_token").Text() is { Length: > 0 } value && value.All(character => character is > ' ' and <= '~')
            && root.Member("expires_in").Number() is { } seconds and > 0
            ? answer.Ok(new RedditToken(keys, userAgent, value, ExpiryOf(answer.Exchange, seconds)))
            : new VendorFailure(FeedResult.Malformed, "The reply of reddit to a request for a token holds no usable token.");
    }

    private static DateTimeOffset ExpiryOf(VendorExchange exchange, decimal seconds)
        => exchange.ReceivedAt + TimeSpan.FromSeconds((double)Math.Min(seconds, (decimal)Longest.TotalSeconds));

    /// <summary>Platform, application and version, as Reddit's rules want it; agents of libraries are slowed down or refused.</summary>
    private static string UserAgentOf(string? username)
    {
        const string agent = "server:orleans-assets:0.1";
        var isName = username is { Length: > 0 and <= 20 }
            && username.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-');
        return isName ? $"{agent} (by /u/{username})" : agent;
    }
}

/// <summary>A token and until when it holds.</summary>
/// <param name="Keys">The credentials that it was given for: others need another.</param>
/// <param name="UserAgent">The name under which the application introduces itself.</param>
internal sealed record RedditToken(VendorKeys Keys, string UserAgent, string Value, DateTimeOffset ExpiresAt)
{
    /// <summary>As a header.</summary>
    public string Bearer => "bearer " + Value;

    /// <summary>Whether it was given for these credentials and under this name.</summary>
    public bool IsOf(VendorKeys keys, string userAgent) => UserAgent == userAgent && Keys.Secrets.SequenceEqual(keys.Secrets);

    /// <summary>For errors and logs: hides the token.</summary>
    public override string ToString() => "RedditToken(***)";
}
