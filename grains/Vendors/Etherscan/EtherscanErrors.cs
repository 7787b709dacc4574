using System.Text.Json;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.Vendors.Http;

namespace OrleansAssets.Vendors.Etherscan;

/// <summary>
/// What Etherscan's errors mean. They come with HTTP 200 as <c>{"status":"0","message":"NOTOK","result":"the cause"}</c>. Status "1"
/// is a success even where the message says that the key is missing: the result holds, at a lower rate.
/// </summary>
internal static class EtherscanErrors
{
    private const string Source = EtherscanVendor.Id;

    /// <summary>The vendor throttles an address for so long after five bad keys.</summary>
    private const int BadKeysWaitSeconds = 30;

    /// <summary>The failure that a response with status 200 states; null where it states none.</summary>
    public static VendorReply<T>? FailureOf<T>(
        VendorFailures failures, VendorExchange exchange, JsonElement root, EtherscanSeries series, string chainId)
        where T : class
    {
        var (status, result) = (root.Member("status").Text(), root.Member("result"));
        if (status == "1")
        {
            return null;
        }

        var cause = result.Text() ?? root.Member("message").Text();
        if (status != "0" || cause is null)
        {
            return failures.Malformed<T>(exchange, "has neither a status 1 nor a cause");
        }

        var words = failures.Clean(cause);
        bool Says(string part) => cause.Contains(part, StringComparison.OrdinalIgnoreCase);
        return cause switch
        {
            _ when Says("daily rate limit") => failures.Fail<T>(
                exchange, FeedResult.RateLimited, $"{Source} has spent this key's calls of the day ({words}).",
                StartOfTomorrow(exchange)),
            _ when Says("rate limit") => failures.Fail<T>(
                exchange, FeedResult.RateLimited, $"{Source} limits this key ({words}).", RetryAfter.OfSeconds(exchange, 1)),
            _ when Says("too many invalid api key") => failures.Fail<T>(
                exchange, FeedResult.KeyRejected, $"{Source} rejects the key and waits ({words}); check {EtherscanVendor.KeyVariable}.",
                RetryAfter.OfSeconds(exchange, BadKeysWaitSeconds)),
            _ when Says("API Key") => failures.Fail<T>(
                exchange, FeedResult.KeyRejected, $"{Source} rejects the key ({words}); check {EtherscanVendor.KeyVariable}."),
            _ when Says("upgrade") || Says("API Pro") || Says("not supported for this chain")
                => failures.Fail<T>(
                    exchange, FeedResult.PlanTooSmall,
                    $"{Source} does not give {series.Action} of chain {chainId} to the key's plan ({words})."),
            _ when Says("chainid") => failures.UnknownSymbol<T>(exchange, chainId, words),
            _ when Says("timeout") || Says("unavailable") || Says("try again") => failures.Fail<T>(
                exchange, FeedResult.Unavailable, $"{Source} failed on its side ({words})."),
            _ => failures.Fail<T>(exchange, FeedResult.Malformed, $"{Source} refused the request ({words})."),
        };
    }

    private static DateTimeOffset? StartOfTomorrow(VendorExchange exchange)
    {
        var now = exchange.StatedAt.ToUniversalTime();
        return RetryAfter.OfSeconds(exchange, (long)Math.Ceiling((TimeSpan.FromDays(1) - now.TimeOfDay).TotalSeconds));
    }
}
