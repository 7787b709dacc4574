using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Orleans.Connections.Security;

namespace OrleansAssets.Client;

/// <summary>
/// Mutual TLS between silos, and between silos and their clients: everybody shows a certificate, and believes whoever shows one that the
/// installation's own authority signed. Names in certificates do not matter, as silos come and go under any address.
/// </summary>
public sealed class ClusterTls
{
    /// <summary>What the other side is asked for; no certificate has to have it.</summary>
    private const string Name = "orleans-assets";

    private readonly X509Certificate2 _own;
    private readonly X509Certificate2Collection _authority;

    private ClusterTls(X509Certificate2 own, X509Certificate2Collection authority) => (_own, _authority) = (own, authority);

    /// <summary>Reads PEM files.</summary>
    /// <param name="certificate">The own certificate, signed by the authority itself, for servers and clients alike.</param>
    /// <param name="key">Its key; null where the same file has it.</param>
    /// <param name="authority">The certificate of the authority, or several while one replaces another.</param>
    /// <exception cref="ArgumentException">A file cannot be used; the message says which and why.</exception>
    public static ClusterTls Read(string certificate, string? key, string authority)
    {
        var own = ReadOwn(certificate, key);
        var trusted = new X509Certificate2Collection();
        try
        {
            trusted.ImportFromPemFile(authority);
        }
        catch (Exception exception) when (IsOfFile(exception))
        {
            throw new ArgumentException($"The authority {authority} cannot be used ({exception.Message.TrimEnd('.')}).", exception);
        }

        var tls = new ClusterTls(own, trusted);
        return tls.Believes(own)
            ? tls
            : throw new ArgumentException(
                $"The certificate {certificate} is not one that {authority} signed and that is in force: nobody would believe it.");
    }

    /// <summary>A certificate with its key, as servers need it.</summary>
    /// <exception cref="ArgumentException">It cannot be used; the message says why.</exception>
    public static X509Certificate2 ReadOwn(string certificate, string? key)
    {
        try
        {
            // A certificate of PEM files has its key in memory alone, which not every system takes for TLS: by way of PKCS 12 it has.
            using var pem = X509Certificate2.CreateFromPemFile(certificate, key);
            return X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), password: null);
        }
        catch (Exception exception) when (IsOfFile(exception))
        {
            throw new ArgumentException(
                $"The certificate {certificate} with the key {key ?? "in the same file"} cannot be used "
                + $"({exception.Message.TrimEnd('.')}).", exception);
        }
    }

    /// <summary>Has connections made so.</summary>
    public void Apply(TlsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.LocalCertificate = _own;
        options.RemoteCertificateMode = RemoteCertificateMode.RequireCertificate;
        options.ClientCertificateMode = RemoteCertificateMode.RequireCertificate;
        options.RemoteCertificateValidation = (certificate, _, _) => Believes(certificate);
        options.OnAuthenticateAsClient = (_, client) => client.TargetHost = Name;
    }

    /// <summary>
    /// Whether the authority signed it, and it is in force. Whom to believe no more is said by another authority, not by lists.
    /// </summary>
    internal bool Believes(X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(_authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(certificate);
    }

    private static bool IsOfFile(Exception exception) =>
        exception is CryptographicException or IOException or UnauthorizedAccessException;
}
