using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using OrleansAssets.Client;
using OrleansAssets.Portfolio;
using OrleansAssets.Silo.Start;
using OrleansAssets.Tests.EndToEnd;

namespace OrleansAssets.Tests.Cluster;

/// <summary>Silos that show certificates speak with those who show one of the same authority, and with nobody else.</summary>
[Collection(ClusterCollection.Collection)]
public sealed class ClusterTlsTests : IDisposable
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private readonly DataDirectory _files = new();
    private readonly X509Certificate2 _authority = Authority();
    private readonly X509Certificate2 _stranger = Authority();

    public void Dispose()
    {
        _authority.Dispose();
        _stranger.Dispose();
        _files.Dispose();
    }

    [Fact]
    public async Task Connect_ToSilosThatShowCertificates_TakesOneOfTheSameAuthority()
    {
        var (authority, silo) = (Write("authority", _authority), Signed("silo", _authority, Now.AddDays(1)));
        await using var cluster = await SiloCluster.StartAsync("--cluster-certificate", silo, "--cluster-authority", authority);

        // Of two silos each has some of the grains: these calls go through both, and from the one to the other.
        await using var client = await ConnectAsync(cluster, Signed("client", _authority, Now.AddDays(1)), authority);
        await client.Portfolio.RecordCashFlowAsync(new CashFlow("start", 1_000, "Ada", "start"));
        Assert.NotEmpty(await client.Assets.Catalogue.GetSourcesAsync());
        Assert.Equal(2, await cluster.LivingAsync());

        await Assert.ThrowsAsync<AssetsUnavailableException>(() => ConnectAsync(cluster, null, null));
        await Assert.ThrowsAsync<AssetsUnavailableException>(
            () => ConnectAsync(cluster, Signed("spy", _stranger, Now.AddDays(1)), Write("stranger", _stranger)));

        // What is sent is not to be read by who listens: a port that speaks TLS ends a connection that does not.
        using var plain = new TcpClient("127.0.0.1", cluster.Silos[0].GatewayPort);
        await plain.GetStream().WriteAsync("GET / HTTP/1.0\r\n\r\n"u8.ToArray());
        var answer = new byte[64];
        var count = await plain.GetStream().ReadAsync(answer);
        Assert.True(count == 0 || answer[0] == 0x15, "It answered something else than an alert of TLS."); // 21: alert
    }

    [Fact]
    public void Read_ACertificateThatNobodyWouldBelieve_IsRefusedByItsName()
    {
        var authority = Write("authority", _authority);
        ClusterTls.Read(Signed("good", _authority, Now.AddDays(1)), null, authority);

        AssertRefused("is not one that", Signed("other", _stranger, Now.AddDays(1)), authority);
        AssertRefused("is not one that", Signed("old", _authority, Now.AddMinutes(-1)), authority);
        AssertRefused("missing.pem", Path.Combine(_files.Path, "missing.pem"), authority);
        AssertRefused("none.pem", Signed("good", _authority, Now.AddDays(1)), Path.Combine(_files.Path, "none.pem"));
        var half = new SiloOptions("", "", "", System.Net.IPAddress.Loopback, 0, 0, 0, Live: false, Cluster: false, null)
        {
            ClusterCertificate = "silo.pem",
        };
        Assert.Contains(
            "--cluster-authority", Assert.Throws<StartException>(() => half.WithFreePorts()).Message, StringComparison.Ordinal);
    }

    private static void AssertRefused(string words, string certificate, string authority) => Assert.Contains(
        words, Assert.Throws<ArgumentException>(() => ClusterTls.Read(certificate, null, authority)).Message, StringComparison.Ordinal);

    private static Task<ConnectedClient> ConnectAsync(SiloCluster cluster, string? certificate, string? authority) =>
        ConnectedClient.ConnectAsync(options =>
        {
            options.ConnectionString = cluster.ConnectionString;
            options.TlsCertificate = certificate;
            options.TlsAuthority = authority;
            options.ConnectTimeoutSeconds = certificate is not null && authority is not null ? 15 : 3;
        });

    private static X509Certificate2 Authority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(Now.AddDays(-2), Now.AddDays(2));
    }

    /// <summary>A file with a certificate and its key.</summary>
    private string Signed(string name, X509Certificate2 authority, DateTimeOffset until)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new("1.3.6.1.5.5.7.3.1"), new("1.3.6.1.5.5.7.3.2")], false));
        using var signed = request.Create(authority, Now.AddDays(-1), until, RandomNumberGenerator.GetBytes(8));
        return _files.Write($"{name}.pem", [signed.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem()]);
    }

    private string Write(string name, X509Certificate2 certificate) => _files.Write($"{name}.pem", [certificate.ExportCertificatePem()]);
}
