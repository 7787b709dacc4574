using OpenTelemetry.Metrics;
using OrleansAssets.Access;
using OrleansAssets.Web.Operations;

namespace OrleansAssets.Silo.Hosting.Telemetry;

/// <summary>
/// The metrics as Prometheus reads them. The exporter has no final version yet, so that this file alone knows it.
/// </summary>
internal static class MetricsEndpoint
{
    public const string Path = "/metrics";

    public static MeterProviderBuilder AddScraping(this MeterProviderBuilder metrics) => metrics.AddPrometheusExporter();

    /// <param name="isOpen">
    /// Whether whoever reaches the port may read them, as only programs of this machine do; else viewers alone.
    /// </param>
    public static void MapAssetsMetrics(this IEndpointRouteBuilder app, bool isOpen)
    {
        var metrics = app.MapPrometheusScrapingEndpoint(Path);
        if (!isOpen)
        {
            metrics.IsForPrograms("metrics", AccessRole.Viewer);
        }
    }
}
