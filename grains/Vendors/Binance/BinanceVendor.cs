using OrleansAssets.Vendors.Streaming;

namespace OrleansAssets.Vendors.Binance;

/// <summary>Binance's spot market.</summary>
public static class BinanceVendor
{
    /// <summary>Its source id.</summary>
    public const string Id = "ccxt_binance";

    internal static Vendor Entry { get; } = Vendor.Of<IBinanceApi, BinanceAdapter>(
        new VendorDescriptor(Id)
        {
            Datasets = [DatasetKind.Candles, DatasetKind.Quotes],
            PushesTrades = true,
        },
        BinanceErrors.Terms,
        services => services.AddSocketStream(new BinanceStream()));
}

/// <summary>What Binance's statuses and error codes mean.</summary>
internal static class BinanceErrors
{
    private const string Source = BinanceVendor.Id;
    private const int IsATeapot = 418;
    private const long TooManyRequests = -1003;
    private const long IllegalCharacters = -1100;
    private const long BadSymbol = -1121;

    /// <summary>A header states the weight spent in this minute by our address, over all who share it.</summary>
    public static readonly VendorTerms Terms = new()
    {
        UsedUnits = exchange => exchange.CountHeader("X-MBX-USED-WEIGHT-1M"),
        FailureOf = FailureOf,
    };

    private static VendorFailure? FailureOf(VendorAnswer answer)
    {
        var (code, status) = (answer.Json?.Member("code").Whole(), answer.Status);
        var message = Redactor.Clean(answer.Json?.Member("msg").Text() ?? "no message");
        return status switch
        {
            200 => null,
            IsATeapot => answer.Fail(FeedResult.Banned, $"{Source} has banned our address for asking on after 429 (HTTP 418)."),
            429 => answer.Fail(FeedResult.RateLimited, $"{Source} limits our address (HTTP 429)."),
            _ when code == TooManyRequests
                => answer.Fail(FeedResult.RateLimited, $"{Source} limits our address: {message} (code {code})."),
            _ when code == BadSymbol || code == IllegalCharacters && message.Contains("symbol", StringComparison.OrdinalIgnoreCase)
                => answer.UnknownSymbol($"code {code}"),
            403 => answer.Fail(FeedResult.Banned, $"{Source} refuses our address at its firewall (HTTP 403)."),
            451 => answer.Fail(
                FeedResult.Unavailable,
                $"{Source} does not serve this location (HTTP 451); https://data-api.binance.vision serves the same data in more places."),
            404 or (>= 300 and < 400) or >= 500 => answer.OfStatus(message),
            _ when code is not null => answer.Fail(FeedResult.Malformed, $"{Source} refused the request: {message} (code {code})."),
            _ => answer.Fail(
                FeedResult.Malformed, $"{Source} answered HTTP {status} without an error code: '{answer.Excerpt}'."),
        };
    }
}
