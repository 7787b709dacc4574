using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;

namespace Orleans.Hosting;

/// <summary>Where the silo listens.</summary>
public static class EndpointOptionsExtensions
{
    /// <summary>Sets address and ports.</summary>
    public static ISiloBuilder ConfigureEndpoints(
        this ISiloBuilder builder, IPAddress advertisedIP, int siloPort, int gatewayPort, bool listenOnAnyHostAddress = false)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Configure<EndpointOptions>(o =>
        {
            o.AdvertisedIPAddress = advertisedIP;
            o.SiloPort = siloPort;
            o.GatewayPort = gatewayPort;
            if (!listenOnAnyHostAddress) return;

            o.SiloListeningEndpoint = new(IPAddress.Any, siloPort);
            o.GatewayListeningEndpoint = new(IPAddress.Any, gatewayPort);
        });
        return builder;
    }

    /// <summary>Sets the ports; the address is that of this machine.</summary>
    public static ISiloBuilder ConfigureEndpoints(
        this ISiloBuilder builder,
        int siloPort,
        int gatewayPort,
        AddressFamily addressFamily = AddressFamily.InterNetwork,
        bool listenOnAnyHostAddress = false) => builder.ConfigureEndpoints(
            addressFamily == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Loopback : IPAddress.Loopback, siloPort, gatewayPort, listenOnAnyHostAddress);
}
