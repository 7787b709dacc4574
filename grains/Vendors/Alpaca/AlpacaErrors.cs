using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.Vendors.Http;

namespace OrleansAssets.Vendors.Alpaca;

/// <summary>What Alpaca's statuses mean. Its errors are <c>{"message": "..."}</c>, without a documented code.</summary>
internal static class AlpacaErrors
{
    /// <summary>Words failures without the credentials.</summary>
    public static VendorFailures For(AlpacaKeys keys)
        => new(AlpacaVendor.Id, $"{AlpacaVendor.KeyIdVariable} and {AlpacaVendor.SecretKeyVariable}", keys.KeyId, keys.SecretKey)
        {
            UsedUnits = exchange => exchange.SpentHeaders("X-RateLimit-Limit", "X-RateLimit-Remaining"),
            ResetsAt = exchange => RetryAfter.OfEpochSeconds(exchange, exchange.NumberHeader("X-RateLimit-Reset")),
        };

    /// <summary>The failure that a response states; null where it states none.</summary>
    public static VendorReply<T>? FailureOf<T>(this VendorFailures failures, VendorExchange exchange, string symbol)
        where T : class
    {
        if ((int)exchange.Status == 200)
        {
            return null;
        }

        var message = failures.MessageOf(exchange, "message");
        return (int)exchange.Status is 400 or 422 && message.Contains("symbol", StringComparison.OrdinalIgnoreCase)
            ? failures.UnknownSymbol<T>(exchange, symbol, message)
            : failures.OfStatus<T>(exchange, message);
    }
}
