using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using OrleansAssets.Silo.Hosting.Telemetry;
using OrleansAssets.Silo.Start;
using OrleansAssets.Tests.EndToEnd;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Telemetry;

/// <summary>How long certificates hold.</summary>
public sealed class CertificateMetricsTests : IDisposable
{
    private readonly DataDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Remaining_OfTheCertificatesOfAProcess_IsToldByTheirUse()
    {
        var now = TimeProvider.System.GetUtcNow();
        var file = TestCertificate.Make(_directory.Path, TimeSpan.FromDays(10));
        var clock = new FakeTimeProvider(now.AddDays(3));

        var told = Told(Options() with { TlsCertificate = file, ClusterCertificate = file, ClusterAuthority = file }, clock);

        Assert.Equal(["authority", "cluster", "web"], told.Keys.Order(StringComparer.Ordinal));
        Assert.All(told.Values, seconds => Assert.InRange(seconds, 7 * 86_400 - 60, 7 * 86_400 + 60));
    }

    [Fact]
    public void Remaining_OfOneThatHasEnded_IsNegative()
    {
        var file = TestCertificate.Make(_directory.Path, TimeSpan.FromHours(1));
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddHours(2));

        Assert.InRange(Told(Options() with { TlsCertificate = file }, clock)["web"], -3_660, -3_540);
    }

    [Fact]
    public void Remaining_WithoutCertificates_IsNotTold() => Assert.Empty(Told(Options(), TimeProvider.System));

    private static Dictionary<string, double> Told(SiloOptions options, TimeProvider clock)
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var meters = services.GetRequiredService<IMeterFactory>();
        _ = new CertificateMetrics(meters, options, clock);
        var told = new Dictionary<string, double>(StringComparer.Ordinal);
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Scope == meters)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>((_, value, tags, _) => told[(string)tags[0].Value!] = value); // it has one label
        listener.Start();
        listener.RecordObservableInstruments();
        return told;
    }

    private SiloOptions Options() => new(
        RepositoryFiles.Root, _directory.Path, RepositoryFiles.Config, IPAddress.Loopback, 0, 0, 0, Live: false, Cluster: false, null);
}
