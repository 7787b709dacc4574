using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using OrleansAssets.Audit;
using OrleansAssets.Database;
using OrleansAssets.Domain.Audit;
using OrleansAssets.Grains.Audit;

namespace OrleansAssets.Silo.Hosting;

/// <summary>
/// Signs with a key of this data directory, made at the first signature and readable by its owner alone. Backups have no copy of it: keep
/// one apart, or tell auditors the new key.
/// </summary>
internal sealed class HeadSigner(SiloInputs inputs, TimeProvider clock) : IHeadSigner
{
    public const string FileName = "audit-key.pem";

    private static readonly Lock Making = new();

    public async Task<SignedHeads> SignAsync(ImmutableArray<AuditStream> heads, CancellationToken cancellationToken)
    {
        var id = await InstallationStamp.FindIdAsync(inputs.DataSource, cancellationToken)
            ?? throw new InvalidRequestException("This database has no stamp of an installation: start a silo on it first.");
        using var key = OpenKey(Path.Combine(inputs.Options.DataDirectory, FileName));
        return HeadSignature.Sign(key, id, inputs.Options.Mode, clock.GetUtcNow(), heads);
    }

    /// <exception cref="InvalidRequestException">The file holds no key.</exception>
    internal static ECDsa OpenKey(string file)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        lock (Making)
        {
            if (File.Exists(file))
            {
                Import(key, file);
                return key;
            }

            OwnerOnlyFile.Write(file, stream => stream.Write(Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem())));
            return key;
        }
    }

    private static void Import(ECDsa key, string file)
    {
        if (!TryImport(key, File.ReadAllText(file)))
        {
            throw new InvalidRequestException(
                $"{file} holds no key to sign with: put its copy back, or delete it, and the next signature makes another, which auditors "
                + "must be told of.");
        }
    }

    private static bool TryImport(ECDsa key, string pem)
    {
        try
        {
            key.ImportFromPem(pem);
            return true;
        }
        catch (Exception exception) when (exception is ArgumentException or CryptographicException)
        {
            return false;
        }
    }
}
