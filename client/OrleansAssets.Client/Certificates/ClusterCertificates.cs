using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Orleans.Connections.Security;

namespace OrleansAssets.Client.Certificates;

/// <summary>
/// Mutual TLS between silos and clients: each side shows a certificate that one authority signed. What a certificate is for says who may
/// be what: a client's is for the client's end alone, so that it opens a gateway and is no silo. Names are not compared, as silos find one
/// another by address.
/// </summary>
public sealed class ClusterCertificates
{
    private const string ServerUse = "1.3.6.1.5.5.7.3.1";
    private const string ClientUse = "1.3.6.1.5.5.7.3.2";

    private readonly X509Certificate2 _authority;
    private readonly X509Certificate2 _own;

    private ClusterCertificates(X509Certificate2 authority, X509Certificate2 own) => (_authority, _own) = (authority, own);

    /// <summary>A connection whose other end must be a silo.</summary>
    public TlsOptions ToSilos => To(ServerUse);

    /// <summary>A connection whose other end must be a client, or a silo.</summary>
    public TlsOptions ToClients => To(ClientUse);

    /// <summary>Reads them once; whoever changes the files starts again.</summary>
    /// <exception cref="InvalidDataException">They cannot be used; the message says which and why.</exception>
    public static ClusterCertificates Read(CertificateFiles files)
    {
        ArgumentNullException.ThrowIfNull(files);
        try
        {
            var authority = X509CertificateLoader.LoadCertificateFromFile(files.Authority);
            // A certificate of PEM files has its key in memory alone, which not every system takes for TLS: by way of PKCS 12 it has.
            using var pem = X509Certificate2.CreateFromPemFile(files.Certificate, files.Key);
            var own = X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), password: null);
            var read = new ClusterCertificates(authority, own);
            return read.IsSigned(own, ClientUse)
                ? read
                : throw new InvalidDataException(
                    $"The certificate {files.Certificate} is not one that {files.Authority} signed for TLS and that is in force: "
                    + "make one with 'assets certificates make', or have your authority sign it for the client's end (a silo's for both).");
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException(
                $"The certificate {files.Certificate} with the key {files.Key ?? "in the same file"} and the authority {files.Authority} "
                + $"cannot be used ({exception.Message.TrimEnd('.')}): give PEM files.", exception);
        }
    }

    /// <summary>Whether the authority signed a certificate for an end of TLS, and it is in force.</summary>
    private bool IsSigned(X509Certificate2 certificate, string use)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(_authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck; // an authority of one's own has no list on the network
        chain.ChainPolicy.DisableCertificateDownloads = true;
        return chain.Build(certificate) && certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>()
            .Any(extension => extension.EnhancedKeyUsages.OfType<Oid>().Any(found => found.Value == use));
    }

    private TlsOptions To(string use) => new()
    {
        LocalCertificate = _own,
        RemoteCertificateMode = RemoteCertificateMode.RequireCertificate,
        ClientCertificateMode = RemoteCertificateMode.RequireCertificate,
        RemoteCertificateValidation = (certificate, _, _) => IsSigned(certificate, use),
    };
}
