using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.Vendors.Http;

namespace OrleansAssets.Vendors.CoinMetrics;

/// <summary>What Coin Metrics' errors mean: <c>{"error":{"type":"forbidden","message":"..."}}</c>.</summary>
internal static class CoinMetricsErrors
{
    /// <summary>The headers count the calls of six seconds.</summary>
    public static readonly VendorTerms Terms = new()
    {
        UsedUnits = exchange => exchange.SpentHeaders("X-RateLimit-Limit", "X-RateLimit-Remaining"),
        ResetsAt = exchange => RetryAfter.OfSeconds(exchange, exchange.NumberHeader("X-RateLimit-Reset")),
        FailureOf = FailureOf,
    };

    private static VendorFailure? FailureOf(VendorAnswer answer)
    {
        var error = answer.Json?.Member("error");
        if (answer.Status == 200 && !error.IsStated())
        {
            return null;
        }

        var message = error?.Member("message").Text() is { Length: > 0 } text ? answer.Clean(text) : $"'{answer.Excerpt}'";
        return (error?.Member("type").Text(), answer.Status) switch
        {
            ("forbidden" or "unauthorized" or "wrong_credentials", _) or (_, 401 or 403) => answer.Fail(
                FeedResult.PlanTooSmall,
                $"{answer.SourceId} does not give {answer.Asked.What} to the community, only to holders of a paid key: {message}."),
            ("bad_parameter" or "bad_parameters", _) when message.Contains("asset", StringComparison.OrdinalIgnoreCase)
                => answer.UnknownSymbol(message),
            (_, 200) => answer.Malformed("states an error"),
            _ => answer.OfStatus(message),
        };
    }
}
