using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Orleans.Hosting;

/// <summary>Where the client connects, and its services and options.</summary>
public static class ClientBuilderExtensions
{
    /// <summary>Decides whether to try again when no connection can be made.</summary>
    public static IClientBuilder UseConnectionRetryFilter(
        this IClientBuilder builder, Func<Exception, CancellationToken, Task<bool>> connectionRetryFilter) =>
        builder.UseConnectionRetryFilter(new FunctionRetryFilter(connectionRetryFilter));

    /// <inheritdoc cref="UseConnectionRetryFilter(IClientBuilder, Func{Exception, CancellationToken, Task{bool}})"/>
    public static IClientBuilder UseConnectionRetryFilter(this IClientBuilder builder, IClientConnectionRetryFilter connectionRetryFilter) =>
        builder.ConfigureServices(s => s.AddSingleton(connectionRetryFilter));

    /// <inheritdoc cref="UseConnectionRetryFilter(IClientBuilder, Func{Exception, CancellationToken, Task{bool}})"/>
    public static IClientBuilder UseConnectionRetryFilter<TConnectionRetryFilter>(this IClientBuilder builder)
        where TConnectionRetryFilter : class, IClientConnectionRetryFilter =>
        builder.ConfigureServices(s => s.AddSingleton<IClientConnectionRetryFilter, TConnectionRetryFilter>());

    /// <summary>Adds services.</summary>
    public static IClientBuilder ConfigureServices(this IClientBuilder builder, Action<IServiceCollection> configureDelegate)
    {
        configureDelegate(builder.Services);
        return builder;
    }

    /// <summary>Sets options.</summary>
    public static IClientBuilder Configure<TOptions>(this IClientBuilder builder, Action<TOptions> configureOptions)
        where TOptions : class => builder.ConfigureServices(s => s.Configure(configureOptions));

    /// <summary>Sets options from configuration.</summary>
    public static IClientBuilder Configure<TOptions>(this IClientBuilder builder, IConfiguration configuration)
        where TOptions : class => builder.ConfigureServices(s => s.AddOptions<TOptions>().Bind(configuration));

    /// <summary>Tracing of calls across processes; this engine adds no spans of its own.</summary>
    public static IClientBuilder AddActivityPropagation(this IClientBuilder builder) => builder;

    /// <summary>The silo on this machine with this gateway port.</summary>
    public static IClientBuilder UseLocalhostClustering(
        this IClientBuilder builder, int gatewayPort = 30000, string serviceId = "dev", string clusterId = "dev") =>
        builder.UseLocalhostClustering([gatewayPort], serviceId, clusterId);

    /// <summary>The silo on this machine with one of these gateway ports.</summary>
    public static IClientBuilder UseLocalhostClustering(
        this IClientBuilder builder, int[] gatewayPorts, string serviceId = "dev", string clusterId = "dev") => builder
        .UseStaticClustering([.. gatewayPorts.Select(p => new IPEndPoint(IPAddress.Loopback, p))])
        .Configure<ClusterOptions>(o =>
        {
            if (CoreHostingExtensions.IsUnset(o.ServiceId)) o.ServiceId = serviceId;
            if (CoreHostingExtensions.IsUnset(o.ClusterId)) o.ClusterId = clusterId;
        });

    /// <summary>The silo at one of these addresses.</summary>
    public static IClientBuilder UseStaticClustering(this IClientBuilder builder, params IPEndPoint[] endpoints) =>
        builder.UseStaticClustering((StaticGatewayListProviderOptions o) =>
            o.Gateways = [.. endpoints.Select(e => new UriBuilder("gwy.tcp", e.Address.ToString(), e.Port, "0").Uri)]);

    /// <summary>The silo at one of these addresses.</summary>
    public static IClientBuilder UseStaticClustering(this IClientBuilder builder, Action<StaticGatewayListProviderOptions> configureOptions) =>
        builder.Configure(configureOptions);

    /// <summary>The silo at one of these addresses.</summary>
    public static IClientBuilder UseStaticClustering(
        this IClientBuilder builder, Action<OptionsBuilder<StaticGatewayListProviderOptions>> configureOptions) =>
        builder.ConfigureServices(s => configureOptions(s.AddOptions<StaticGatewayListProviderOptions>()));
}
