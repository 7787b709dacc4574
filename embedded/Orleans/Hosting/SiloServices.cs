using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Orleans.Hosting;

/// <summary>What a silo brings into the host's services.</summary>
static class SiloServices
{
    internal static ISiloBuilder Add(IServiceCollection services, IConfiguration configuration)
    {
        EngineMarker.Claim(services, isSilo: true);
        var builder = new SiloBuilder(services, configuration);
        if (services.Any(s => s.ServiceType == typeof(Silo))) return builder;

        services.AddLogging().AddOptions();
        ClockServices.Add(services);
        services.Configure<ClusterOptions>(o => configuration.GetSection("Orleans").Bind(o));
        services.AddSingleton<GrainClasses>();
        services.AddSingleton<Silo>();
        services.AddSingleton<SiloLifecycle>();
        services.AddSingleton<GatewayServer>();
        services.AddSingleton<SiloClient>();
        services.AddSingleton<IGrainFactory>(s => s.GetRequiredService<SiloClient>());
        services.AddSingleton<IClusterClient>(s => s.GetRequiredService<SiloClient>());
        services.AddSingleton<IHostedService, SiloHostedService>();
        return builder;
    }

    sealed record SiloBuilder(IServiceCollection Services, IConfiguration Configuration) : ISiloBuilder;
}
