using Orleans;
using OrleansAssets.Pages;
using OrleansAssets.Silo.Hosting.Telemetry;
using OrleansAssets.Silo.Start;
using OrleansAssets.Web;

namespace OrleansAssets.Silo.Hosting;

/// <summary>
/// API, pages and what health tells of the grains: the one composition of them, in the process of a silo and in one of their own. What they
/// know they ask of grains; all that they have of their own is the directory with the keys of their cookies.
/// </summary>
internal static class WebFace
{
    /// <param name="isReady">Whether grains may be asked now, for health.</param>
    public static IHealthChecksBuilder AddWebFace(
        this IServiceCollection services, SiloOptions options, Func<IServiceProvider, bool> isReady) => services
        .AddAssetsWeb(WebOptionsOf(options))
        .AddSingleton(provider => new GrainQuestion(provider.GetRequiredService<IGrainFactory>(), () => isReady(provider)))
        .AddAssetsPages()
        .AddHealthChecks()
        .AddCheck<GateCheck>("gate")
        .AddCheck<OverdueCheck>("overdue")
        .AddCheck<NoticesCheck>("notices")
        .AddCheck<TradingCheck>("trading");

    /// <summary>Health, and metrics where they are switched on: of each process, whatever else it serves.</summary>
    public static void MapProcess(this WebApplication app, SiloOptions options)
    {
        app.MapAssetsHealth();
        if (options.Metrics)
        {
            app.MapAssetsMetrics(isOpen: options.IsOfThisMachine);
        }
    }

    /// <summary>API and pages; put after <see cref="WebRegistration.UseAssetsIdentity"/>.</summary>
    public static void MapWebFace(this WebApplication app)
    {
        app.MapAssetsWeb();
        app.MapAssetsPages();
    }

    private static WebOptions WebOptionsOf(SiloOptions options) => new(
        Path.Combine(options.DataDirectory, "keys"),
        options.Proxy,
        options is { OidcAuthority: { } authority, OidcClient: { } client }
            ? new OpenIdOptions(authority, client, options.OidcSecret, options.OidcRoleClaim)
            : null);
}
