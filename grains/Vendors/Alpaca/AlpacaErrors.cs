using System.Net;
using OrleansAssets.DataSources;
using OrleansAssets.Grains.Vendors.Http;

namespace OrleansAssets.Grains.Vendors.Alpaca;

/// <summary>What Alpaca's statuses mean. Its errors are <c>{"message": "..."}</c>, without a documented code.</summary>
internal sealed class AlpacaErrors(AlpacaKeys keys)
{
    private const string Source = VendorCatalogue.Alpaca;

    /// <summary>Calls spent in the current minute.</summary>
    public static int? UsedCalls(VendorExchange exchange)
        => exchange.NumberHeader("X-RateLimit-Limit") is { } limit and <= int.MaxValue
            && exchange.NumberHeader("X-RateLimit-Remaining") is { } remaining && remaining <= limit
            ? (int)(limit - remaining) : null;

    /// <summary>The failure that a response states; null where it states none.</summary>
    public VendorReply<T>? FailureOf<T>(VendorExchange exchange, string symbol)
        where T : class
    {
        if (exchange.Status == HttpStatusCode.OK)
        {
            return null;
        }

        var message = MessageOf(exchange);
        var status = (int)exchange.Status;
        return status switch
        {
            429 => Fail<T>(exchange, FeedResult.RateLimited, $"{Source} limits this key (HTTP 429)."),
            401 => Fail<T>(
                exchange, FeedResult.KeyRejected,
                $"{Source} rejects the key (HTTP 401); check {AlpacaKeys.KeyIdVariable} and {AlpacaKeys.SecretKeyVariable}."),
            403 => Fail<T>(exchange, FeedResult.PlanTooSmall, $"{Source} does not allow this with the key's plan (HTTP 403): {message}."),
            400 or 422 when message.Contains("symbol", StringComparison.OrdinalIgnoreCase) => Fail<T>(
                exchange, FeedResult.UnknownSymbol,
                $"{Source} does not know '{symbol}' ({message}); correct the symbol in assets_config.yaml."),
            400 or 422 => Fail<T>(exchange, FeedResult.Malformed, $"{Source} refused the request (HTTP {status}): {message}."),
            >= 500 => Fail<T>(exchange, FeedResult.Unavailable, $"{Source} failed on its side (HTTP {status})."),
            >= 300 and < 400 => Fail<T>(
                exchange, FeedResult.Unavailable,
                $"{Source} redirects from {exchange.Host} (HTTP {status}), which is not followed; check its address in sources.yaml."),
            404 => Fail<T>(
                exchange, FeedResult.Unavailable,
                $"{exchange.Host} has no such address (HTTP 404); check the address of {Source} in sources.yaml."),
            _ => Fail<T>(exchange, FeedResult.Malformed, $"{Source} answered HTTP {status}: {message}."),
        };
    }

    /// <summary>A reply of the wrong form.</summary>
    /// <param name="fault">The end of the sentence "The reply of the source ...".</param>
    public VendorReply<T> Malformed<T>(VendorExchange exchange, string fault)
        where T : class
        => Fail<T>(exchange, FeedResult.Malformed, $"The reply of {Source} {fault}: '{Excerpt(exchange)}'.");

    /// <summary>A failure with what the headers say.</summary>
    public static VendorReply<T> Fail<T>(VendorExchange exchange, FeedResult result, string error)
        where T : class
        => VendorReplies.Fail<T>(result, error, UsedCalls(exchange), RetryAt(exchange, result));

    private static DateTimeOffset? RetryAt(VendorExchange exchange, FeedResult result)
        => RetryAfter.Of(exchange)
            ?? (result == FeedResult.RateLimited ? RetryAfter.OfEpochSeconds(exchange, exchange.NumberHeader("X-RateLimit-Reset")) : null);

    private string MessageOf(VendorExchange exchange)
    {
        using var document = VendorParser.TryParse(exchange);
        return document?.RootElement.Member("message").Text() is { Length: > 0 } message
            ? Redactor.Clean(message, keys.KeyId, keys.SecretKey).TrimEnd('.')
            : $"'{Excerpt(exchange)}'";
    }

    private string Excerpt(VendorExchange exchange) => Redactor.Excerpt(exchange.Body, keys.KeyId, keys.SecretKey);
}
