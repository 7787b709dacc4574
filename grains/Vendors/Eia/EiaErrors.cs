using System.Text.Json;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.Vendors.Http;

namespace OrleansAssets.Vendors.Eia;

/// <summary>
/// What EIA's errors mean: <c>{"error":{"code":"API_KEY_INVALID","message":"..."}}</c> from its gateway, <c>{"error":"text"}</c> from
/// the service itself.
/// </summary>
internal static class EiaErrors
{
    /// <summary>The failure that a response states; null where it states none.</summary>
    public static VendorReply<T>? FailureOf<T>(VendorFailures failures, VendorExchange exchange, JsonElement? root, EiaSeries series)
        where T : class
    {
        var error = root?.Member("error");
        if ((int)exchange.Status == 200 && !error.IsStated())
        {
            return null;
        }

        var (code, text) = (error?.Member("code").Text(), error?.Member("message").Text() ?? error.Text());
        var message = text is { Length: > 0 } ? failures.Clean(text) : $"'{failures.Excerpt(exchange)}'";
        return code switch
        {
            "OVER_RATE_LIMIT" => failures.Fail<T>(
                exchange, FeedResult.RateLimited, $"{failures.SourceId} limits this key ({message})."),
            "API_KEY_UNAUTHORIZED" => failures.Fail<T>(
                exchange, FeedResult.PlanTooSmall, $"{failures.SourceId} does not give {series.Route} to this key ({message})."),
            not null when code.StartsWith("API_KEY_", StringComparison.Ordinal) => failures.Fail<T>(
                exchange, FeedResult.KeyRejected, $"{failures.SourceId} rejects the key ({message}); check {failures.KeyVariables}."),
            _ when (int)exchange.Status == 200 => failures.Fail<T>(
                exchange, FeedResult.Malformed, $"{failures.SourceId} refused the request ({message})."),
            _ => failures.OfStatus<T>(exchange, message),
        };
    }
}
