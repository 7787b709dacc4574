using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OrleansAssets.Audit;

namespace OrleansAssets.Domain.Audit;

/// <summary>What a signature of the log's heads is over, and whether it holds.</summary>
public static class HeadSignature
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    /// <summary>Signs the heads.</summary>
    /// <param name="key">An ECDSA key.</param>
    public static SignedHeads Sign(
        ECDsa key, Guid installationId, string mode, DateTimeOffset at, ImmutableArray<AuditStream> heads)
    {
        var unsigned = new SignedHeads(
            installationId, mode, AuditChain.ToMicroseconds(at), heads, Convert.ToBase64String(key.ExportSubjectPublicKeyInfo()), "");
        return unsigned with { Signature = Convert.ToBase64String(key.SignData(Text(unsigned), HashAlgorithmName.SHA256)) };
    }

    /// <summary>What is wrong with a signature; null where it holds.</summary>
    /// <param name="expectedKey">The key that it must be by, as told by another way; null takes the one that it names.</param>
    public static string? FaultOf(SignedHeads signed, string? expectedKey)
    {
        if (expectedKey is not null && expectedKey != signed.PublicKey)
        {
            return $"it is signed with the key {signed.PublicKey}, not with {expectedKey}";
        }

        try
        {
            using var key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(Convert.FromBase64String(signed.PublicKey), out _);
            return key.VerifyData(Text(signed), Convert.FromBase64String(signed.Signature), HashAlgorithmName.SHA256)
                ? null
                : "the signature is not over these heads: they were changed, or signed with another key";
        }
        catch (Exception exception) when (exception is FormatException or CryptographicException)
        {
            return "its key or its signature cannot be read";
        }
    }

    // A line each; names of streams hold no control character.
    private static byte[] Text(SignedHeads signed) => Encoding.UTF8.GetBytes(string.Join('\n',
    [
        "orleans-assets audit heads 1", signed.InstallationId.ToString("D"), signed.Mode,
        signed.At.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture),
        .. signed.Heads.Select(head => string.Create(
            CultureInfo.InvariantCulture, $"{head.Name}\t{head.Last.Sequence}\t{head.Last.Hash}")),
    ]));
}
