using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.Vendors.Http;

namespace OrleansAssets.Vendors.Alpaca;

/// <summary>What Alpaca's statuses mean. Its errors are <c>{"message": "..."}</c>, without a documented code.</summary>
internal static class AlpacaErrors
{
    public static readonly VendorTerms Terms = new()
    {
        UsedUnits = exchange => exchange.SpentHeaders("X-RateLimit-Limit", "X-RateLimit-Remaining"),
        ResetsAt = exchange => RetryAfter.OfEpochSeconds(exchange, exchange.NumberHeader("X-RateLimit-Reset")),
        FailureOf = FailureOf,
    };

    private static VendorFailure? FailureOf(VendorAnswer answer)
    {
        var message = answer.MessageOf("message");
        return answer.Status is 400 or 422 && message.Contains("symbol", StringComparison.OrdinalIgnoreCase)
            ? answer.UnknownSymbol(message)
            : answer.OfStatus(message);
    }
}
