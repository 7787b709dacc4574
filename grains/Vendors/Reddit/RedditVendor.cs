using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;

namespace OrleansAssets.Vendors.Reddit;

/// <summary>Reddit's forums.</summary>
public static class RedditVendor
{
    /// <summary>Its source id.</summary>
    public const string Id = "reddit";

    /// <summary>Variable of the client id.</summary>
    internal const string ClientIdVariable = "REDDIT_CLIENT_ID";

    /// <summary>Variable of the client secret.</summary>
    internal const string SecretVariable = "REDDIT_SECRET";

    /// <summary>Variable of the account that answers for the application; not secret and not needed, but Reddit asks for it.</summary>
    internal const string UsernameVariable = "REDDIT_USERNAME";

    /// <summary>Where the data is; tokens are given out elsewhere.</summary>
    private const string DataHost = "oauth.reddit.com";

    internal static Vendor Entry { get; } = Vendor.Of<IRedditApi, RedditAdapter>(
        new VendorDescriptor(Id)
        {
            KeyVariables = [ClientIdVariable, SecretVariable],
            OptionalVariables = [UsernameVariable],
            Datasets = [DatasetKind.Sentiment, DatasetKind.Trending],
        },
        RedditErrors.Terms,
        services => services
            .AddVendorClient<IRedditTokenApi>(Id, "token", TokenAddressOf)
            .AddSingleton(provider => new RedditTokens(
                VendorClient<IRedditTokenApi>.Of(provider, VendorCatalogue.Descriptors[Id], RedditErrors.TokenTerms),
                provider.GetRequiredService<IVendorEndpoints>(), provider.GetRequiredService<TimeProvider>())));

    /// <summary>Where tokens are given out for a host of data; any but Reddit's own, such as the sandbox, gives them out itself.</summary>
    private static Uri TokenAddressOf(Uri data)
        => data.Host.Equals(DataHost, StringComparison.OrdinalIgnoreCase) ? new Uri("https://www.reddit.com") : data;
}

/// <summary>
/// What Reddit's statuses mean, and its headers: calls used and remaining, and seconds to the end of the ten minutes over which it counts
/// (<c>X-Ratelimit-Used</c>, <c>-Remaining</c>, <c>-Reset</c>). All three may be written with a point.
/// </summary>
internal static class RedditErrors
{
    private const int WindowSeconds = 600;

    /// <summary>Reddit's own limit, 100 a minute on average: more than any budget that may be configured here.</summary>
    private const int CallsMax = 1000;

    /// <summary>Of the host that gives out tokens, whose headers say nothing of the limit.</summary>
    public static readonly VendorTerms TokenTerms = new() { ResetsAt = ResetOf, FailureOf = FailureOf };

    public static readonly VendorTerms Terms = TokenTerms with { StatedUses = UsesOf };

    private static VendorFailure? FailureOf(VendorAnswer answer) => answer.Status switch
    {
        200 => null,
        403 when answer.Json?.Member("reason").Text() is { } reason => answer.Fail(
            FeedResult.Unavailable, $"reddit closes one of the forums to us (HTTP 403): it is {answer.Clean(reason)}."),
        403 => answer.Fail(
            FeedResult.Banned, $"reddit refuses this address or this application (HTTP 403): {answer.MessageOf("message")}."),
        404 or 302 => answer.Fail(
            FeedResult.Unavailable,
            $"reddit does not know one of the forums (HTTP {answer.Status}): it is gone, or the address in sources.yaml is wrong."),
        _ => answer.OfStatus(answer.MessageOf("message")),
    };

    /// <summary>
    /// What is spent of the ten minutes; empty where the headers do not say. Too little left for another reading counts as nothing left.
    /// </summary>
    private static ImmutableArray<StatedUse> UsesOf(VendorExchange exchange)
    {
        var used = NumberOf(exchange, "X-Ratelimit-Used");
        var isSpent = NumberOf(exchange, "X-Ratelimit-Remaining") < RedditReader.CallsMax;
        return isSpent ? [new StatedUse(WindowSeconds, (int)Math.Max(CallsMax, Math.Ceiling(used ?? 0)))]
            : used is { } calls ? [new StatedUse(WindowSeconds, (int)Math.Ceiling(calls))]
            : [];
    }

    /// <summary>The end of the ten minutes; null where the headers do not say.</summary>
    private static DateTimeOffset? ResetOf(VendorExchange exchange)
        => NumberOf(exchange, "X-Ratelimit-Reset") is { } seconds ? RetryAfter.OfSeconds(exchange, (long)Math.Ceiling(seconds)) : null;

    private static decimal? NumberOf(VendorExchange exchange, string name)
        => exchange.Headers.TryGetValues(name, out var values)
            && decimal.TryParse(values.FirstOrDefault(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number < int.MaxValue ? number : null;
}
