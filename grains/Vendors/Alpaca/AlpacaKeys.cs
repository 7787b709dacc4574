using OrleansAssets.DataSources;
using OrleansAssets.Grains.Vendors.Http;

namespace OrleansAssets.Grains.Vendors.Alpaca;

/// <summary>The two credentials of Alpaca, read at each call so that a new one counts at once.</summary>
internal sealed record AlpacaKeys(string KeyId, string SecretKey)
{
    /// <summary>Variable of the key id.</summary>
    public const string KeyIdVariable = "ALPACA_API_KEY";

    /// <summary>Variable of the secret key.</summary>
    public const string SecretKeyVariable = "ALPACA_SECRET_KEY";

    private static readonly AlpacaKeys Sandbox = new("sandbox", "sandbox");

    /// <summary>For errors and logs: shows neither credential.</summary>
    public override string ToString() => "AlpacaKeys(***)";

    /// <summary>Reads them; null where one is missing or cannot be sent, with the failure.</summary>
    public static AlpacaKeys? From<T>(IVendorEndpoints endpoints, out VendorReply<T>? failure)
        where T : class
    {
        failure = null;
        if (endpoints.Mode == "sandbox")
        {
            return Sandbox;
        }

        var (keyId, secretKey) = (endpoints.Secret(KeyIdVariable)?.Trim(), endpoints.Secret(SecretKeyVariable)?.Trim());
        foreach (var (variable, value) in new[] { (KeyIdVariable, keyId), (SecretKeyVariable, secretKey) })
        {
            if (string.IsNullOrEmpty(value))
            {
                failure = VendorReplies.Fail<T>(
                    FeedResult.KeyMissing, $"{VendorCatalogue.Alpaca} needs the environment variable {variable}, which is not set.");
                return null;
            }

            if (value.Any(character => character is <= ' ' or > '~'))
            {
                failure = VendorReplies.Fail<T>(
                    FeedResult.KeyRejected,
                    $"The environment variable {variable} holds characters that no key of {VendorCatalogue.Alpaca} has; set it anew.");
                return null;
            }
        }

        return new AlpacaKeys(keyId!, secretKey!); // Both were just found to have characters.
    }
}
