using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.Vendors.Http;

namespace OrleansAssets.Vendors.Oanda;

/// <summary>What OANDA's statuses mean. Its errors are <c>{"errorMessage": "..."}</c>; 401 and 403 are both about the token.</summary>
internal static class OandaErrors
{
    private const string Source = OandaVendor.Id;

    /// <summary>Words failures without the credentials.</summary>
    public static VendorFailures For(string token, params IEnumerable<string> others) => new(Source, OandaVendor.KeyVariable, [token, .. others]);

    /// <summary>The failure that a response states; null where it states none.</summary>
    public static VendorReply<T>? FailureOf<T>(this VendorFailures failures, VendorExchange exchange, string symbol)
        where T : class
    {
        var status = (int)exchange.Status;
        if (status == 200)
        {
            return null;
        }

        var message = failures.MessageOf(exchange, "errorMessage");
        return status switch
        {
            401 or 403 => failures.Fail<T>(
                exchange, FeedResult.KeyRejected,
                $"{Source} rejects the token at {exchange.Host} (HTTP {status}); check {OandaVendor.KeyVariable}: a token of a practice account works at "
                + "api-fxpractice.oanda.com only, one of a live account at api-fxtrade.oanda.com only."),
            400 or 403 or 404 when message.Contains("account", StringComparison.OrdinalIgnoreCase) => failures.Fail<T>(
                exchange, FeedResult.KeyRejected, $"{Source} does not know the account (HTTP {status}); check {OandaVendor.AccountVariable}."),
            400 or 404 when message.Contains("instrument", StringComparison.OrdinalIgnoreCase)
                => failures.UnknownSymbol<T>(exchange, symbol, message),
            _ => failures.OfStatus<T>(exchange, message),
        };
    }
}
