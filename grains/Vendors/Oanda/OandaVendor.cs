using Microsoft.Extensions.DependencyInjection;
using OrleansAssets.Domain.Streams;

namespace OrleansAssets.Vendors.Oanda;

/// <summary>OANDA's v20 interface.</summary>
public static class OandaVendor
{
    /// <summary>Its source id.</summary>
    public const string Id = "oanda";

    /// <summary>Variable of the token.</summary>
    internal const string KeyVariable = "OANDA_API_KEY";

    /// <summary>Variable of the account, which only prices need.</summary>
    internal const string AccountVariable = "OANDA_ACCOUNT_ID";

    internal static Vendor Entry { get; } = Vendor.Of<IOandaApi, OandaAdapter>(
        new VendorDescriptor(Id)
        {
            KeyVariables = [KeyVariable, AccountVariable],
            Datasets = [DatasetKind.Candles, DatasetKind.Quotes],
        },
        OandaErrors.Terms,
        services => services.AddKeyedSingleton<IQuoteStream>(
            Id, (provider, _) => new OandaStream(
                provider.GetRequiredService<IVendorEndpoints>(), provider.GetRequiredService<TimeProvider>())));
}

/// <summary>What OANDA's statuses mean. Its errors are <c>{"errorMessage": "..."}</c>; 401 and 403 are both about the token.</summary>
internal static class OandaErrors
{
    public static readonly VendorTerms Terms = new() { FailureOf = FailureOf };

    private static VendorFailure? FailureOf(VendorAnswer answer)
    {
        var message = answer.MessageOf("errorMessage");
        return answer.Status switch
        {
            401 or 403 => answer.Fail(
                FeedResult.KeyRejected,
                $"{answer.SourceId} rejects the token at {answer.Exchange.Host} (HTTP {answer.Status}); check {OandaVendor.KeyVariable}: "
                + "a token of a practice account works at api-fxpractice.oanda.com only, one of a live account at "
                + "api-fxtrade.oanda.com only."),
            400 or 404 when message.Contains("account", StringComparison.OrdinalIgnoreCase) => answer.Fail(
                FeedResult.KeyRejected,
                $"{answer.SourceId} does not know the account (HTTP {answer.Status}); check {OandaVendor.AccountVariable}."),
            400 or 404 when message.Contains("instrument", StringComparison.OrdinalIgnoreCase) => answer.UnknownSymbol(message),
            _ => answer.OfStatus(message),
        };
    }
}
