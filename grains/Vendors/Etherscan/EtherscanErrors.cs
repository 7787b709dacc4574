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

    public static readonly VendorTerms Terms = new()
    {
        FailureOf = answer => answer.OfStatus(answer.MessageOf()) ?? (answer.Json is { } root ? FailureIn(answer, root) : null),
    };

    private static VendorFailure? FailureIn(VendorAnswer answer, JsonElement root)
    {
        var (status, cause) = (root.Member("status").Text(), root.Member("result").Text() ?? root.Member("message").Text());
        if (status == "1")
        {
            return null;
        }

        if (status != "0" || cause is null)
        {
            return answer.Malformed("has neither a status 1 nor a cause");
        }

        var words = answer.Clean(cause);
        bool Says(string part) => cause.Contains(part, StringComparison.OrdinalIgnoreCase);
        return cause switch
        {
            _ when Says("daily rate limit") => answer.Fail(
                FeedResult.RateLimited, $"{Source} has spent this key's calls of the day ({words}).", StartOfTomorrow(answer.Exchange)),
            _ when Says("rate limit") => answer.Fail(
                FeedResult.RateLimited, $"{Source} limits this key ({words}).", RetryAfter.OfSeconds(answer.Exchange, 1)),
            _ when Says("too many invalid api key") => answer.KeyRejected(
                $" and waits ({words})", RetryAfter.OfSeconds(answer.Exchange, BadKeysWaitSeconds)),
            _ when Says("API Key") => answer.KeyRejected($" ({words})"),
            _ when Says("upgrade") || Says("API Pro") || Says("not supported for this chain") => answer.Fail(
                FeedResult.PlanTooSmall,
                $"{Source} does not give {answer.Asked.What} of chain {answer.Asked.Symbol} to the key's plan ({words})."),
            _ when Says("chainid") => answer.UnknownSymbol(words),
            _ when Says("timeout") || Says("unavailable") || Says("try again") => answer.Fail(
                FeedResult.Unavailable, $"{Source} failed on its side ({words})."),
            _ => answer.Fail(FeedResult.Malformed, $"{Source} refused the request ({words})."),
        };
    }

    private static DateTimeOffset? StartOfTomorrow(VendorExchange exchange)
    {
        var now = exchange.StatedAt.ToUniversalTime();
        return RetryAfter.OfSeconds(exchange, (long)Math.Ceiling((TimeSpan.FromDays(1) - now.TimeOfDay).TotalSeconds));
    }
}
