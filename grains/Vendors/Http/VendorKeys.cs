using System.Collections.Immutable;

namespace OrleansAssets.Vendors.Http;

/// <summary>A vendor's credentials, in the order of their variables; read at each call so that a new one counts at once.</summary>
/// <param name="Secrets">What no error may show: the credentials, and what is made of them.</param>
internal sealed record VendorKeys(ImmutableArray<string> Secrets)
{
    /// <summary>What the sandbox is sent instead of a credential: it takes any that is not empty.</summary>
    public const string Sandbox = "sandbox";

    /// <summary>Of a vendor that takes none.</summary>
    public static readonly VendorKeys None = new(ImmutableArray<string>.Empty);

    /// <summary>A credential by the place of its variable.</summary>
    public string this[int index] => Secrets[index];

    /// <summary>The first one as a header.</summary>
    public string Bearer => "Bearer " + Secrets[0];

    /// <summary>For errors and logs: shows none.</summary>
    public override string ToString() => "VendorKeys(***)";

    /// <summary>The same, with more that no error may show.</summary>
    public VendorKeys With(params IEnumerable<string> secrets) => new(Secrets.AddRange(secrets));

    /// <summary>Reads them; a failure where one is missing or cannot be sent.</summary>
    public static VendorReply<VendorKeys> Read(IVendorEndpoints endpoints, string sourceId, params IEnumerable<string> variables)
    {
        var keys = ImmutableArray.CreateBuilder<string>();
        foreach (var variable in variables)
        {
            var value = endpoints.Mode == "sandbox" ? Sandbox : endpoints.Secret(variable)?.Trim();
            if (string.IsNullOrEmpty(value))
            {
                return new VendorFailure(
                    FeedResult.KeyMissing, $"{sourceId} needs the environment variable {variable}, which is not set.");
            }

            if (value.Any(character => character is <= ' ' or > '~'))
            {
                return new VendorFailure(
                    FeedResult.KeyRejected,
                    $"The environment variable {variable} holds characters that no key of {sourceId} has; set it anew.");
            }

            keys.Add(value);
        }

        return VendorReplies.Ok(new VendorKeys(keys.DrainToImmutable()));
    }
}
