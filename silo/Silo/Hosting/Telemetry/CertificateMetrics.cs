using System.Diagnostics.Metrics;
using System.Security.Cryptography.X509Certificates;
using OrleansAssets.Silo.Start;

namespace OrleansAssets.Silo.Hosting.Telemetry;

/// <summary>
/// For how long the certificates hold that this process was started with: it reads them once, so that a file that was renewed since is
/// not in force before the next start.
/// </summary>
internal sealed class CertificateMetrics
{
    /// <param name="clock">Of the wall, by which certificates end.</param>
    public CertificateMetrics(IMeterFactory meters, SiloOptions options, TimeProvider clock)
    {
        (string Name, DateTimeOffset Until)[] held =
        [
            .. from one in new[]
               {
                   (Name: "web", Path: options.TlsCertificate), (Name: "cluster", Path: options.ClusterCertificate),
                   (Name: "authority", Path: options.ClusterAuthority),
               }
               where one.Path is not null
               select (one.Name, UntilOf(one.Path)),
        ];
        meters.Create(SiloMetrics.MeterName).CreateObservableGauge(
            "assets.certificate.remaining",
            () => held.Select(one => new Measurement<double>(
                (one.Until - clock.GetUtcNow()).TotalSeconds, new KeyValuePair<string, object?>("certificate", one.Name))),
            "s",
            "Until a certificate ends that the process was started with");
    }

    // Whoever listens with it has read it before, and refuses what cannot be read.
    private static DateTimeOffset UntilOf(string path)
    {
        using var certificate = X509CertificateLoader.LoadCertificateFromFile(path);
        return new DateTimeOffset(certificate.NotAfter).ToUniversalTime();
    }
}
