using Orleans;
using Orleans.Configuration;
using Orleans.Runtime;
using OrleansAssets.Access;
using OrleansAssets.Client;
using OrleansAssets.Client.Certificates;
using OrleansAssets.Silo.Hosting.Telemetry;
using OrleansAssets.Silo.Logging;
using OrleansAssets.Silo.Start;
using OrleansAssets.Web;
using OrleansAssets.Web.Identity;
using OrleansAssets.Web.Limits;

namespace OrleansAssets.Silo.Hosting;

/// <summary>Puts the web side together as a process of its own: a client of silos, and what a silo serves on its web port.</summary>
internal static class WebHost
{
    public const string ServiceName = "orleans-assets-web";

    /// <summary>A silo alone that is started again is back after about as long; who asks then is told to ask later.</summary>
    private const double ReconnectSeconds = 3;

    /// <param name="replace">Registers what takes the place of a part; null for nothing.</param>
    /// <exception cref="StartException">The token or the certificates cannot be used.</exception>
    public static WebApplication Build(WebProcessOptions options, Action<IHostApplicationBuilder>? replace = null)
    {
        var (side, token) = (options.Side, DoorToken.Read(options));
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = side.RootDirectory });
        builder.Logging.ClearProviders().AddAssetsConsole(side.LogFormat);
        builder.WebHost.ListenAsTold(side);
        builder.Services
            .Configure<HostOptions>(SiloHost.ConfigureLife)
            .AddSingleton(options)
            .AddSingleton(side)
            .AddSingleton(token)
            .AddSingleton(TimeProvider.System)
            .AddSilos(options, token)
            .AddSingleton<WebReadiness>()
            .AddSingleton<IClusterConnectionStatusObserver>(services => services.GetRequiredService<WebReadiness>())
            .AddSingleton<IClientConnectionRetryFilter>(services => services.GetRequiredService<WebReadiness>())
            .AddHostedService<DoorWatch>()
            .AddHostedService<StopNotice>()
            .AddWebFace(side, services => services.GetRequiredService<WebReadiness>().Words.Length == 0)
            .AddCheck<WebReadiness>("start");
        builder.AddAssetsTelemetry(side, ServiceName);
        replace?.Invoke(builder);

        var app = builder.Build();
        var readiness = app.Services.GetRequiredService<WebReadiness>();
        app.MeasureCertificates();
        app.MapProcess(side);
        app.UseClosedDoor(() => readiness.Words);
        app.UseAssetsIdentity();
        app.MapWebFace();
        return app;
    }

    private static IServiceCollection AddSilos(this IServiceCollection services, WebProcessOptions options, Token token)
    {
        try
        {
            services.AddOrleansAssetsClient(client =>
            {
                client.Gateway = options.Gateways.IsEmpty ? null : options.Gateways[0];
                client.ConnectionString = options.Gateways.IsEmpty ? options.Side.ConnectionString : null;
                client.Token = token.Text;
                client.ReconnectSeconds = ReconnectSeconds;
                client.Certificates = options.Side is { ClusterAuthority: { } authority, ClusterCertificate: { } certificate }
                    ? new CertificateFiles(authority, certificate, options.Side.ClusterKey)
                    : null;
            });
        }
        catch (InvalidDataException exception)
        {
            throw new StartException(exception.Message, StartException.BadInput);
        }

        if (!options.Gateways.IsEmpty)
        {
            services.Configure<StaticGatewayListProviderOptions>(
                list => list.Gateways = [.. options.Gateways.Select(gateway => gateway.ToGatewayUri())]);
        }

        return services.AddSingleton<IOutgoingGrainCallFilter, DoorFilter>();
    }

    /// <summary>Says with each call that this process is a door: it knows who asks, and has told it the log.</summary>
    private sealed class DoorFilter : IOutgoingGrainCallFilter
    {
        public Task Invoke(IOutgoingGrainCallContext context)
        {
            RequestContext.Set(CallDoor.Key, CallDoor.Web);
            return context.Invoke();
        }
    }
}
