using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Orleans.Hosting;

/// <summary>What a client brings into the host's services.</summary>
static class ClientServices
{
    internal static IClientBuilder Add(IServiceCollection services, IConfiguration configuration)
    {
        EngineMarker.Claim(services, isSilo: false);
        var builder = new ClientBuilder(services, configuration);
        if (services.Any(s => s.ServiceType == typeof(ClusterClient))) return builder;

        services.AddLogging().AddOptions();
        ClockServices.Add(services);
        services.Configure<ClusterOptions>(o => configuration.GetSection("Orleans").Bind(o));
        services.TryAddSingleton<IClientTransport, GatewayTransport>();
        services.AddSingleton<ClusterClient>();
        services.AddSingleton<IGrainFactory>(s => s.GetRequiredService<ClusterClient>());
        services.AddSingleton<IClusterClient>(s => s.GetRequiredService<ClusterClient>());
        services.AddSingleton<IHostedService>(s => s.GetRequiredService<ClusterClient>());
        return builder;
    }

    sealed record ClientBuilder(IServiceCollection Services, IConfiguration Configuration) : IClientBuilder;
}
