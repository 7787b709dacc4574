using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace OrleansAssets.Cli.Certificates;

/// <summary>
/// An authority in a directory, <c>ca.pem</c> with its key, that signs certificates of silos and clients. Whoever reads the key can be
/// anybody: for development, and for whoever keeps that directory as one keeps such a thing.
/// </summary>
internal sealed class DevelopmentAuthority : IDisposable
{
    public const string Name = "ca";

    private const string ServerUse = "1.3.6.1.5.5.7.3.1";
    private const string ClientUse = "1.3.6.1.5.5.7.3.2";
    private const int SerialBytes = 16;

    /// <summary>A clock that is a little behind takes the certificate all the same.</summary>
    private static readonly TimeSpan Before = TimeSpan.FromHours(1);

    private readonly string _directory;
    private readonly X509Certificate2 _certificate;

    private DevelopmentAuthority(string directory, X509Certificate2 certificate) => (_directory, _certificate) = (directory, certificate);

    /// <summary>That of the directory; where there is none, one is made.</summary>
    /// <param name="until">How long one that is made holds.</param>
    /// <exception cref="CryptographicException">What is there is none.</exception>
    public static DevelopmentAuthority Open(string directory, DateTimeOffset now, DateTimeOffset until)
    {
        Directory.CreateDirectory(directory);
        var (certificate, key) = (CertificateOf(directory, Name), KeyOf(directory, Name));
        if (File.Exists(certificate))
        {
            return new DevelopmentAuthority(directory, X509Certificate2.CreateFromPemFile(certificate, key));
        }

        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=OrleansAssets development", pair, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        using var made = request.CreateSelfSigned(now - Before, until);
        Write(directory, Name, made, pair);
        return new DevelopmentAuthority(directory, X509Certificate2.CreateFromPemFile(certificate, key));
    }

    /// <summary>Where the certificate of a name is.</summary>
    public static string CertificateOf(string directory, string name) => Path.Combine(directory, $"{name}.pem");

    /// <summary>Where its key is.</summary>
    public static string KeyOf(string directory, string name) => Path.Combine(directory, $"{name}.key");

    /// <summary>Makes a certificate with its key in the directory.</summary>
    /// <param name="isSilo">Of a silo, which is both ends of TLS; else of a client, which is one.</param>
    public void Sign(string name, bool isSilo, DateTimeOffset now, DateTimeOffset until)
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", pair, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        OidCollection uses = [new Oid(ClientUse)];
        if (isSilo)
        {
            uses.Add(new Oid(ServerUse));
        }

        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(uses, false));
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        var end = new DateTimeOffset(_certificate.NotAfter.ToUniversalTime()); // it is told in local time
        using var made = request.Create(
            _certificate, now - Before, until < end ? until : end,
            RandomNumberGenerator.GetBytes(SerialBytes));
        Write(_directory, name, made, pair);
    }

    public void Dispose() => _certificate.Dispose();

    private static void Write(string directory, string name, X509Certificate2 certificate, ECDsa key)
    {
        File.WriteAllText(CertificateOf(directory, name), certificate.ExportCertificatePem());
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var writer = new StreamWriter(KeyOf(directory, name), options);
        writer.Write(key.ExportPkcs8PrivateKeyPem());
    }
}
