using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.Vendors.Http;

namespace OrleansAssets.Vendors.CoinMetrics;

/// <summary>What Coin Metrics' errors mean: <c>{"error":{"type":"forbidden","message":"..."}}</c>.</summary>
internal static class CoinMetricsErrors
{
    /// <summary>Words failures; the headers count the calls of six seconds.</summary>
    public static readonly VendorFailures Failures = new(CoinMetricsVendor.Id, KeyVariables: string.Empty)
    {
        UsedUnits = exchange => exchange.SpentHeaders("X-RateLimit-Limit", "X-RateLimit-Remaining"),
        ResetsAt = exchange => RetryAfter.OfSeconds(exchange, exchange.NumberHeader("X-RateLimit-Reset")),
    };

    /// <summary>The failure that a response states; null where it states none.</summary>
    public static VendorReply<T>? FailureOf<T>(VendorExchange exchange, string symbol, string metric)
        where T : class
    {
        using var document = VendorParser.TryParse(exchange);
        var error = document?.RootElement.Member("error");
        if ((int)exchange.Status == 200 && !error.IsStated())
        {
            return null;
        }

        var message = error?.Member("message").Text() is { Length: > 0 } text ? Failures.Clean(text) : $"'{Failures.Excerpt(exchange)}'";
        return (error?.Member("type").Text(), (int)exchange.Status) switch
        {
            ("forbidden" or "unauthorized" or "wrong_credentials", _) or (_, 401 or 403) => Failures.Fail<T>(
                exchange, FeedResult.PlanTooSmall,
                $"{Failures.SourceId} does not give {metric} to the community, only to holders of a paid key: {message}."),
            ("bad_parameter" or "bad_parameters", _) when message.Contains("asset", StringComparison.OrdinalIgnoreCase)
                => Failures.UnknownSymbol<T>(exchange, symbol, message),
            (_, 200) => Failures.Malformed<T>(exchange, "states an error"),
            _ => Failures.OfStatus<T>(exchange, message),
        };
    }
}
