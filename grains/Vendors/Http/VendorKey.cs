using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds.Vendors;

namespace OrleansAssets.Vendors.Http;

/// <summary>Reads one credential of a vendor, at each call so that a new one counts at once.</summary>
internal static class VendorKey
{
    /// <summary>What the sandbox is sent instead of a credential: it takes any that is not empty.</summary>
    public const string Sandbox = "sandbox";

    /// <summary>The credential; null where it is missing or cannot be sent, with the failure.</summary>
    public static string? Read<T>(IVendorEndpoints endpoints, string sourceId, string variable, out VendorReply<T>? failure)
        where T : class
    {
        failure = null;
        if (endpoints.Mode == "sandbox")
        {
            return Sandbox;
        }

        var value = endpoints.Secret(variable)?.Trim();
        if (string.IsNullOrEmpty(value))
        {
            failure = VendorReplies.Fail<T>(FeedResult.KeyMissing, $"{sourceId} needs the environment variable {variable}, which is not set.");
            return null;
        }

        if (value.Any(character => character is <= ' ' or > '~'))
        {
            failure = VendorReplies.Fail<T>(
                FeedResult.KeyRejected,
                $"The environment variable {variable} holds characters that no key of {sourceId} has; set it anew.");
            return null;
        }

        return value;
    }
}
