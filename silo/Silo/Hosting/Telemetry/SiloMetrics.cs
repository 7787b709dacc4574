using System.Diagnostics.Metrics;
using Orleans.Runtime;
using OrleansAssets.Domain.Catalogue;
using OrleansAssets.Silo.Failures;

namespace OrleansAssets.Silo.Hosting.Telemetry;

/// <summary>The measurements of the process: meter <see cref="MeterName"/>.</summary>
internal sealed class SiloMetrics
{
    public const string MeterName = "OrleansAssets.Silo";

    private volatile object? _database;

    public SiloMetrics(
        IMeterFactory meters, ISystemInfo system, SiloReadiness readiness, SiloLife life, IClusterMembershipService membership,
        StorageFaults faults)
    {
        var meter = meters.Create(MeterName);
        meter.CreateObservableGauge(
            "assets.silo.info", () => new Measurement<long>(1, new("version", system.Version), new("mode", system.Mode)), "1",
            "1, with the version and the mode of the silo");
        meter.CreateObservableGauge(
            "assets.silo.ready", () => readiness.IsReady ? 1 : 0, "1", "1 where the silo takes work, 0 while it starts or stops");
        meter.CreateObservableGauge(
            "assets.silo.uptime", () => Lasts(life), "s", "Since the silo's start was done, by how the life before it ended");
        meter.CreateObservableGauge(
            "assets.cluster.silos", () => membership.CurrentSnapshot.Members.Values.Count(member => member.Status == SiloStatus.Active),
            "{silo}", "Active silos of the cluster, as this one sees them");
        meter.CreateObservableGauge("assets.database.usable", Told, "1", "1 where the database could be written when it was tried last");
        meter.CreateObservableCounter(
            "assets.database.faults", () => faults.Count, "{fault}", "Calls that failed because of the database");
    }

    /// <summary>Notes whether the database could be written.</summary>
    public void Tried(bool usable) => _database = usable;

    private static IEnumerable<Measurement<double>> Lasts(SiloLife life) =>
        life.Now is { } now ? [new(now.Lasts.TotalSeconds, new KeyValuePair<string, object?>("after", now.After))] : [];

    private IEnumerable<Measurement<long>> Told() => _database is bool usable ? [new(usable ? 1 : 0)] : [];
}
