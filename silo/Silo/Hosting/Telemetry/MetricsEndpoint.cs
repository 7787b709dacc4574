using OpenTelemetry.Metrics;

namespace OrleansAssets.Silo.Hosting.Telemetry;

/// <summary>
/// The metrics as Prometheus reads them. The exporter has no final version yet, so that this file alone knows it.
/// </summary>
internal static class MetricsEndpoint
{
    public const string Path = "/metrics";

    public static MeterProviderBuilder AddScraping(this MeterProviderBuilder metrics) => metrics.AddPrometheusExporter();

    public static IEndpointConventionBuilder MapAssetsMetrics(this IEndpointRouteBuilder app) => app.MapPrometheusScrapingEndpoint(Path);
}
