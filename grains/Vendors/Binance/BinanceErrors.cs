using System.Net;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.Vendors.Http;

namespace OrleansAssets.Vendors.Binance;

/// <summary>What Binance's statuses and error codes mean.</summary>
internal static class BinanceErrors
{
    private const string Source = BinanceVendor.Id;
    private const int IsATeapot = 418;
    private const long TooManyRequests = -1003;
    private const long IllegalCharacters = -1100;
    private const long BadSymbol = -1121;

    /// <summary>Weight spent in this minute by our address, over all who share it.</summary>
    public static int? UsedWeight(VendorExchange exchange)
        => exchange.NumberHeader("X-MBX-USED-WEIGHT-1M") is { } weight and <= int.MaxValue ? (int)weight : null;

    /// <summary>The failure that a response states; null where it states none.</summary>
    public static VendorReply<T>? FailureOf<T>(VendorExchange exchange, string symbol)
        where T : class
    {
        if (exchange.Status == HttpStatusCode.OK)
        {
            return null;
        }

        var (code, message) = ErrorOf(exchange);
        var status = (int)exchange.Status;
        return status switch
        {
            _ when status == IsATeapot => Fail<T>(
                exchange, FeedResult.Banned, $"{Source} has banned our address for asking on after 429 (HTTP 418)."),
            429 => Fail<T>(exchange, FeedResult.RateLimited, $"{Source} limits our address (HTTP 429)."),
            _ when code == TooManyRequests
                => Fail<T>(exchange, FeedResult.RateLimited, $"{Source} limits our address: {message} (code {code})."),
            _ when code == BadSymbol || code == IllegalCharacters && message.Contains("symbol", StringComparison.OrdinalIgnoreCase)
                => Fail<T>(
                    exchange, FeedResult.UnknownSymbol,
                    $"{Source} does not know '{symbol}' (code {code}); correct the symbol in assets_config.yaml."),
            403 => Fail<T>(exchange, FeedResult.Banned, $"{Source} refuses our address at its firewall (HTTP 403)."),
            451 => Fail<T>(
                exchange, FeedResult.Unavailable,
                $"{Source} does not serve this location (HTTP 451); https://data-api.binance.vision serves the same data in more places."),
            >= 500 => Fail<T>(exchange, FeedResult.Unavailable, $"{Source} failed on its side (HTTP {status})."),
            >= 300 and < 400 => Fail<T>(
                exchange, FeedResult.Unavailable,
                $"{Source} redirects from {exchange.Host} (HTTP {status}), which is not followed; check its address in sources.yaml."),
            404 => Fail<T>(
                exchange, FeedResult.Unavailable,
                $"{exchange.Host} has no such address (HTTP 404); check the address of {Source} in sources.yaml."),
            _ when code is not null => Fail<T>(exchange, FeedResult.Malformed, $"{Source} refused the request: {message} (code {code})."),
            _ => Fail<T>(
                exchange, FeedResult.Malformed,
                $"{Source} answered HTTP {status} without an error code: '{Redactor.Excerpt(exchange.Body)}'."),
        };
    }

    /// <summary>A reply of the wrong form.</summary>
    /// <param name="fault">The end of the sentence "The reply of the source ...".</param>
    public static VendorReply<T> Malformed<T>(VendorExchange exchange, string fault)
        where T : class
        => Fail<T>(exchange, FeedResult.Malformed, $"The reply of {Source} {fault}: '{Redactor.Excerpt(exchange.Body)}'.");

    /// <summary>A failure with what the headers say.</summary>
    public static VendorReply<T> Fail<T>(VendorExchange exchange, FeedResult result, string error)
        where T : class
        => VendorReplies.Fail<T>(result, error, UsedWeight(exchange), RetryAfter.Of(exchange));

    private static (long? Code, string Message) ErrorOf(VendorExchange exchange)
    {
        using var document = VendorParser.TryParse(exchange);
        return document is null
            ? (null, string.Empty)
            : (document.RootElement.Member("code").Whole(), Redactor.Clean(document.RootElement.Member("msg").Text() ?? "no message"));
    }
}
