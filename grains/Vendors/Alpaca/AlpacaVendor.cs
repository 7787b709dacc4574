using OrleansAssets.Vendors.Streaming;

namespace OrleansAssets.Vendors.Alpaca;

/// <summary>Alpaca's market data for US shares.</summary>
public static class AlpacaVendor
{
    /// <summary>Its source id.</summary>
    public const string Id = "alpaca";

    /// <summary>Variable of the key id.</summary>
    internal const string KeyIdVariable = "ALPACA_API_KEY";

    /// <summary>Variable of the secret key.</summary>
    internal const string SecretKeyVariable = "ALPACA_SECRET_KEY";

    internal static Vendor Entry { get; } = Vendor.Of<IAlpacaApi, AlpacaAdapter>(
        new VendorDescriptor(Id)
        {
            KeyVariables = [KeyIdVariable, SecretKeyVariable],
            Datasets = [DatasetKind.Candles, DatasetKind.Quotes, DatasetKind.Splits, DatasetKind.Dividends],
            PushesTrades = true,
        },
        AlpacaErrors.Terms,
        services => services.AddSocketStream(new AlpacaStream()));
}

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
