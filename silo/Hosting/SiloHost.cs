using Microsoft.Extensions.Diagnostics.HealthChecks;
using OrleansAssets.Grains.Configuration;
using OrleansAssets.Silo.Sandbox;

namespace OrleansAssets.Silo.Hosting;

/// <summary>Puts the process together: services, the silo, the web side.</summary>
internal static class SiloHost
{
    /// <param name="replace">Registers what takes the place of a part; null for nothing.</param>
    public static WebApplication Build(
        SiloOptions options, AssetsConfiguration configuration, AssetsDatabase database, Action<IHostApplicationBuilder>? replace = null)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = options.RootDirectory });
        builder.Logging.ClearProviders().AddAssetsConsole();
        builder.WebHost.UseUrls($"http://{options.BindAddress}:{options.WebPort}");

        builder.Services
            .AddSingleton(database)
            .AddHostedService<RunFileWriter>()
            .AddHealthChecks()
            .AddCheck<CatalogueCheck>("catalogue")
            .AddCheck<DatabaseCheck>("database")
            .AddCheck<GateCheck>("gate")
            .AddCheck<OverdueCheck>("overdue");
        builder.UseOrleans(silo => silo
            .AddAssetsClustering(options)
            .AddAssets(new SiloInputs(options, configuration, database.DataSource, database.Description)));
        replace?.Invoke(builder);

        var app = builder.Build();
        app.MapHealthChecks("/health/live", new() { Predicate = _ => false });
        app.MapHealthChecks("/health/ready", new() { Predicate = check => check.Name is not ("gate" or "overdue") });
        app.MapHealthChecks("/health", new() { ResponseWriter = HealthAnswer.WriteAsync });
        if (!options.Live)
        {
            app.UseSandboxLog(options.SandboxLog);
            app.MapSandbox();
        }

        return app;
    }
}
