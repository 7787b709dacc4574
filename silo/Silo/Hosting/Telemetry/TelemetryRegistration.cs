using System.Diagnostics.Metrics;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using OrleansAssets.Silo.Start;

namespace OrleansAssets.Silo.Hosting.Telemetry;

/// <summary>
/// What this process tells of itself: metrics for who scrapes <c>/metrics</c>; metrics, traces and logs for an OTLP collector. Neither is
/// on unless it was asked for, and what nobody collects is not measured.
/// </summary>
internal static class TelemetryRegistration
{
    public const string ServiceName = "orleans-assets-silo";

    /// <summary>Our own, Orleans', the driver's, the runtime's and those of HTTP.</summary>
    private static readonly string[] Meters =
    [
        "OrleansAssets.*", "Microsoft.Orleans", "Npgsql", "System.Runtime", "System.Net.Http", "Microsoft.AspNetCore.Hosting",
        "Microsoft.AspNetCore.Server.Kestrel",
    ];

    /// <summary>Orleans names none for its seconds, and those of the exporter are made for milliseconds.</summary>
    private static readonly ExplicitBucketHistogramConfiguration TardinessBuckets = new() { Boundaries = [0.1, 0.5, 1, 5, 15, 60, 300] };

    private static readonly string[] Sources = ["OrleansAssets.*", "Microsoft.Orleans.*", "Npgsql"];

    public static IHostApplicationBuilder AddAssetsTelemetry(
        this IHostApplicationBuilder builder, SiloOptions options, string serviceName = ServiceName)
    {
        if (!options.Metrics && !options.Otlp)
        {
            return builder;
        }

        builder.Services.AddSingleton(services => new CertificateMetrics(
            services.GetRequiredService<IMeterFactory>(), options, TimeProvider.System));
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(
                serviceName, serviceVersion: SystemInfo.ProgramVersion, serviceInstanceId: $"{Environment.MachineName}:{options.WebPort}"))
            .WithMetrics(metrics =>
            {
                metrics.AddMeter(Meters).AddView("orleans-reminders-tardiness", TardinessBuckets);
                if (options.Metrics)
                {
                    metrics.AddScraping();
                }
            });
        return options.Otlp ? builder.AddOtlp(telemetry) : builder;
    }

    /// <summary>They are measured by being there, as long as anybody collects.</summary>
    public static void MeasureCertificates(this WebApplication app) => app.Services.GetService<CertificateMetrics>();

    /// <summary>Traces are made for OTLP only: nobody can scrape them.</summary>
    public static TracerProviderBuilder AddAssetsSources(this TracerProviderBuilder tracing) => tracing
        .AddSource(Sources)
        .AddAspNetCoreInstrumentation(web => web.Filter = context => !IsOfTheProcess(context.Request.Path))
        .AddHttpClientInstrumentation(http => http.EnrichWithHttpRequestMessage = (span, request) =>
            span.SetTag("url.full", WithoutSecrets(request.RequestUri)));

    private static IHostApplicationBuilder AddOtlp(this IHostApplicationBuilder builder, OpenTelemetryBuilder telemetry)
    {
        // UseOtlpExporter reads the variables of the OpenTelemetry specification and adds all three signals.
        telemetry.WithTracing(tracing => tracing.AddAssetsSources()).UseOtlpExporter();
        builder.Logging.AddOpenTelemetry(logging => logging.IncludeScopes = true);
        return builder;
    }

    /// <summary>Health is asked each second, and the sandbox is this process asking itself: neither is anybody's request.</summary>
    private static bool IsOfTheProcess(PathString path) =>
        new[] { "/health", MetricsEndpoint.Path, "/sandbox" }.Any(own => path.StartsWithSegments(own, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// Some vendors take the key in the query, and channels of notices take it in the path: of an address the host is told.
    /// </summary>
    private static string? WithoutSecrets(Uri? address) => address is { IsAbsoluteUri: true }
        ? address.GetLeftPart(UriPartial.Authority)
        : null;
}
