using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;

namespace Orleans.Hosting;

/// <summary>Where the silo is and how it is called.</summary>
public static class CoreHostingExtensions
{
    /// <summary>Tracing of calls across processes; this engine adds no spans of its own.</summary>
    public static ISiloBuilder AddActivityPropagation(this ISiloBuilder builder) => builder;

    /// <summary>One silo on this machine, with a gateway for clients on loopback.</summary>
    public static ISiloBuilder UseLocalhostClustering(
        this ISiloBuilder builder,
        int siloPort = EndpointOptions.DEFAULT_SILO_PORT,
        int gatewayPort = EndpointOptions.DEFAULT_GATEWAY_PORT,
        IPEndPoint? primarySiloEndpoint = null,
        string serviceId = "dev",
        string clusterId = "dev")
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Configure<EndpointOptions>(o =>
        {
            o.AdvertisedIPAddress = IPAddress.Loopback;
            o.SiloPort = siloPort;
            o.GatewayPort = gatewayPort;
        });
        builder.Services.Configure<ClusterOptions>(o =>
        {
            if (IsUnset(o.ServiceId)) o.ServiceId = serviceId;
            if (IsUnset(o.ClusterId)) o.ClusterId = clusterId;
        });
        return builder;
    }

    internal static bool IsUnset(string? id) => string.IsNullOrWhiteSpace(id) || string.Equals(id, ClusterOptions.DefaultClusterId, StringComparison.Ordinal);
}
