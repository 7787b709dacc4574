using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.Vendors.Http;

namespace OrleansAssets.Vendors.Alpaca;

/// <summary>The two credentials of Alpaca, read at each call so that a new one counts at once.</summary>
internal sealed record AlpacaKeys(string KeyId, string SecretKey)
{
    /// <summary>For errors and logs: shows neither credential.</summary>
    public override string ToString() => "AlpacaKeys(***)";

    /// <summary>Reads them; null where one is missing or cannot be sent, with the failure.</summary>
    public static AlpacaKeys? From<T>(IVendorEndpoints endpoints, out VendorReply<T>? failure)
        where T : class
    {
        return VendorKey.Read(endpoints, AlpacaVendor.Id, AlpacaVendor.KeyIdVariable, out failure) is { } keyId
            && VendorKey.Read(endpoints, AlpacaVendor.Id, AlpacaVendor.SecretKeyVariable, out failure) is { } secretKey
            ? new AlpacaKeys(keyId, secretKey) : null;
    }
}
