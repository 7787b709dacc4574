using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;
using OrleansAssets.Client.Calls;
using OrleansAssets.Client.Certificates;

namespace OrleansAssets.Client;

/// <summary>Adds <see cref="OrleansAssetsClient"/> to a service.</summary>
public static class ClientRegistration
{
    private const string NpgsqlInvariant = "Npgsql";

    /// <summary>A frozen gateway keeps its connections open: only the table says that it is dead, and it is read that often.</summary>
    private static readonly TimeSpan GatewayRefresh = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Registers <see cref="OrleansAssetsClient"/> and the cluster client under it, which connects when the host starts. The start fails
    /// with <see cref="AssetsUnavailableException"/> where no silo answers in time; later it connects again by itself, also after all
    /// silos restarted.
    /// </summary>
    /// <exception cref="ArgumentException">The options break a rule; the message names each.</exception>
    /// <exception cref="InvalidDataException">The certificates cannot be used.</exception>
    public static IServiceCollection AddOrleansAssetsClient(this IServiceCollection services, Action<OrleansAssetsClientOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        var options = new OrleansAssetsClientOptions();
        configure(options);
        options.Validate(nameof(configure));
        services.AddOrleansClient(client => Configure(client, options));
        services.TryAddSingleton<OrleansAssetsClient>();
        return services;
    }

    /// <inheritdoc cref="AddOrleansAssetsClient(IServiceCollection, Action{OrleansAssetsClientOptions})"/>
    public static IHostApplicationBuilder AddOrleansAssetsClient(
        this IHostApplicationBuilder builder, Action<OrleansAssetsClientOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddOrleansAssetsClient(configure);
        return builder;
    }

    private static void Configure(IClientBuilder client, OrleansAssetsClientOptions options)
    {
        FindSilos(client, options);
        client.AddActivityPropagation();
        var connections = new Connections();
        var clock = TimeProvider.System;
        client.Configure<GatewayOptions>(gateways => gateways.GatewayListRefreshPeriod = GatewayRefresh);
        client.Configure<ClientMessagingOptions>(
            messaging => messaging.ResponseTimeout = TimeSpan.FromSeconds(options.AttemptTimeoutSeconds));
        client.AddClusterConnectionStatusObserver(connections);
        client.AddOutgoingGrainCallFilter(new RepeatingFilter(options, connections, clock));
        if (options.Token is { } token)
        {
            client.AddOutgoingGrainCallFilter(new TokenFilter(token));
        }

        client.UseConnectionRetryFilter(new StartPatience(options, clock).ShouldRetryConnectionAttempt);
    }

    private static void FindSilos(IClientBuilder client, OrleansAssetsClientOptions options)
    {
        client.Configure<ClusterOptions>(cluster =>
        {
            cluster.ClusterId = options.ClusterId;
            cluster.ServiceId = options.ServiceId;
        });
        if (options.Gateway is { } gateway)
        {
            client.UseStaticClustering(gateway);
        }
        else
        {
            client.UseAdoNetClustering((AdoNetClusteringClientOptions clustering) =>
            {
                clustering.Invariant = NpgsqlInvariant;
                clustering.ConnectionString = options.ConnectionString!; // validated: there is no gateway, so there is this
            });
        }

        if (options.Certificates is { } files)
        {
            var certificates = ClusterCertificates.Read(files);
            client.Configure<ClientConnectionOptions>(connections =>
                connections.ConfigureConnection(connection => connection.UseClientTls(certificates.ToSilos)));
        }
    }
}
