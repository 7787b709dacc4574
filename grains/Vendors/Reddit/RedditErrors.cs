using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.Vendors.Http;

namespace OrleansAssets.Vendors.Reddit;

/// <summary>What Reddit's statuses mean.</summary>
internal static class RedditErrors
{
    /// <summary>Words failures without the credentials and the token.</summary>
    public static VendorFailures For(RedditKeys keys, RedditToken? token)
        => new(
            RedditVendor.Id, $"{RedditVendor.ClientIdVariable} and {RedditVendor.SecretVariable}",
            [.. new[] { keys.ClientId, keys.Secret, keys.Basic, token?.Value }.OfType<string>()])
        {
            ResetsAt = RedditLimits.ResetOf,
        };

    /// <summary>The failure that a response states; null where it states none.</summary>
    public static VendorReply<T>? FailureOf<T>(this VendorFailures failures, VendorExchange exchange)
        where T : class
    {
        var status = (int)exchange.Status;
        if (status is 403)
        {
            using var document = VendorParser.TryParse(exchange);
            return document?.RootElement.Member("reason").Text() is { } reason
                ? failures.Fail<T>(
                    exchange, FeedResult.Unavailable, $"reddit closes one of the forums to us (HTTP 403): it is {failures.Clean(reason)}.")
                : failures.Fail<T>(
                    exchange, FeedResult.Banned,
                    $"reddit refuses this address or this application (HTTP 403): {failures.MessageOf(exchange, "message")}.");
        }

        return status is 404 or 302
            ? failures.Fail<T>(
                exchange, FeedResult.Unavailable,
                $"reddit does not know one of the forums (HTTP {status}): it is gone, or the address in sources.yaml is wrong.")
            : failures.OfStatus<T>(exchange, status == 200 ? string.Empty : failures.MessageOf(exchange, "message"));
    }
}
