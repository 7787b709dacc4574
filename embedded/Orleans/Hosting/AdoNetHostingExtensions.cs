using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Orleans.Hosting;

/// <summary>Clusters over a database. This engine is one process, so a host that asks for it refuses to start.</summary>
public static class AdoNetHostingExtensions
{
    const string Refusal = "UseAdoNetClustering needs several processes and the embedded engine is one: build with Engine=Orleans to cluster.";

    /// <summary>Refuses at start.</summary>
    public static ISiloBuilder UseAdoNetClustering(this ISiloBuilder builder, Action<AdoNetClusteringSiloOptions> configureOptions) =>
        builder.UseAdoNetClustering(o => o.Configure(configureOptions));

    /// <summary>Refuses at start.</summary>
    public static ISiloBuilder UseAdoNetClustering(
        this ISiloBuilder builder, Action<OptionsBuilder<AdoNetClusteringSiloOptions>> configureOptions)
    {
        ArgumentNullException.ThrowIfNull(builder);
        configureOptions(builder.Services.AddOptions<AdoNetClusteringSiloOptions>());
        builder.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, Refuser>();
        return builder;
    }

    /// <summary>Refuses at start.</summary>
    public static IClientBuilder UseAdoNetClustering(this IClientBuilder builder, Action<AdoNetClusteringClientOptions> configureOptions) =>
        builder.UseAdoNetClustering(o => o.Configure(configureOptions));

    /// <summary>Refuses at start.</summary>
    public static IClientBuilder UseAdoNetClustering(
        this IClientBuilder builder, Action<OptionsBuilder<AdoNetClusteringClientOptions>> configureOptions)
    {
        ArgumentNullException.ThrowIfNull(builder);
        configureOptions(builder.Services.AddOptions<AdoNetClusteringClientOptions>());
        builder.Services.AddSingleton(new ClientRefusal(Refusal));
        return builder;
    }

    sealed class Refuser : ILifecycleParticipant<ISiloLifecycle>
    {
        public void Participate(ISiloLifecycle lifecycle) => throw new OrleansConfigurationException(Refusal);
    }
}
