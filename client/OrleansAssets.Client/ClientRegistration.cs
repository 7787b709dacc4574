using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Hosting;

namespace OrleansAssets.Client;

/// <summary>Adds <see cref="OrleansAssetsClient"/> to a service.</summary>
public static class ClientRegistration
{
    private const string NpgsqlInvariant = "Npgsql";

    /// <summary>
    /// Registers <see cref="OrleansAssetsClient"/> and the cluster client under it, which connects when the host starts.
    /// </summary>
    /// <exception cref="ArgumentException">The options break a rule; the message names each.</exception>
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

        client.AddActivityPropagation();
        client.UseConnectionRetryFilter(RetryWithin(options));
    }

    private static Func<Exception, CancellationToken, Task<bool>> RetryWithin(OrleansAssetsClientOptions options)
    {
        var timeout = TimeSpan.FromSeconds(options.ConnectTimeoutSeconds);
        var pause = TimeSpan.FromSeconds(options.ConnectRetrySeconds);
        long? firstFailure = null;
        return async (_, cancellationToken) =>
        {
            var start = firstFailure ??= Stopwatch.GetTimestamp();
            if (Stopwatch.GetElapsedTime(start) + pause > timeout)
            {
                return false;
            }

            await Task.Delay(pause, cancellationToken);
            return true;
        };
    }
}
