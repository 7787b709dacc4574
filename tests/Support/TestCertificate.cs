using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace OrleansAssets.Tests.Support;

/// <summary>Certificates that sign themselves, as PEM files with their keys.</summary>
internal static class TestCertificate
{
    /// <returns>The path of the file.</returns>
    public static string Make(string directory, TimeSpan holds)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(now.AddDays(-1), now + holds);
        var path = Path.Combine(directory, "web.pem");
        File.WriteAllText(path, $"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n");
        return path;
    }
}
