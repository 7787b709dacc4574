using Orleans;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Sandbox;
using OrleansAssets.Silo.Hosting.Telemetry;
using OrleansAssets.Silo.Logging;
using OrleansAssets.Silo.Start;
using OrleansAssets.Web;

namespace OrleansAssets.Silo.Hosting;

/// <summary>Puts the process together: services, the silo, the web side.</summary>
internal static class SiloHost
{
    /// <param name="replace">Registers what takes the place of a part; null for nothing.</param>
    public static WebApplication Build(
        SiloOptions options, AssetsConfiguration configuration, AssetsDatabase database, Action<IHostApplicationBuilder>? replace = null)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = options.RootDirectory });
        builder.Logging.ClearProviders().AddAssetsConsole(options.LogFormat);
        builder.WebHost.ListenAsTold(options);

        builder.Services
            .Configure<HostOptions>(ConfigureLife)
            .AddSingleton(database)
            .AddHostedService<RunFileWriter>()
            .AddHostedService<DatabaseWatch>()
            .AddHostedService<ClockWatch>()
            .AddHostedService<StopNotice>()
            .AddHostedService<PeerNotice>()
            .AddSingleton(services => new SiloLife(
                options.DataDirectory, SiloOptions.StopBudget, TimeProvider.System, services.GetRequiredService<ILogger<SiloLife>>()))
            .AddHostedService(services => services.GetRequiredService<SiloLife>()) // after the notice of a stop, and so stopped before it
            .AddSingleton<SiloMetrics>()
            .AddWebFace(options, services => services.GetRequiredService<SiloReadiness>().IsReady)
            .AddCheck<SiloReadiness>("start")
            .AddCheck<DatabaseCheck>("database");
        builder.UseOrleans(silo => silo
            .AddAssetsClustering(options)
            .AddAssets(new SiloInputs(options, configuration, database.DataSource, database.Description)));
        builder.AddAssetsTelemetry(options);
        builder.AddOrleansDashboard(options);
        replace?.Invoke(builder);

        var app = builder.Build();
        app.Services.GetRequiredService<SiloMetrics>(); // it measures by being there
        app.MeasureCertificates();
        app.MapProcess(options);
        app.UseAssetsIdentity();
        if (options.Dashboard)
        {
            app.MapAssetsDashboard(); // by who asks, which is known now
        }

        if (options.Web)
        {
            app.MapWebFace();
        }
        else
        {
            app.MapNoWeb();
        }

        if (!options.Live)
        {
            app.UseSandboxLog(options.SandboxLog);
            app.MapSandbox();
        }

        return app;
    }

    /// <summary>
    /// The web port answers while the silo joins its cluster, so that readiness can say what it waits for. A stop goes one by one: the web
    /// port finishes its requests first, the silo leaves last.
    /// </summary>
    internal static void ConfigureLife(HostOptions host)
    {
        host.ServicesStartConcurrently = true;
        host.ShutdownTimeout = SiloOptions.StopBudget;
    }
}
