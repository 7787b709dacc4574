using System.Net;

namespace Orleans.Configuration;

/// <summary>Where a silo listens. This engine opens the gateway only.</summary>
public class EndpointOptions
{
    /// <summary>The silo port unless set.</summary>
    public const int DEFAULT_SILO_PORT = 11111;

    /// <summary>The gateway port unless set.</summary>
    public const int DEFAULT_GATEWAY_PORT = 30000;

    /// <summary>The address others are told.</summary>
    public IPAddress AdvertisedIPAddress { get; set; } = IPAddress.Loopback;

    /// <summary>The port for other silos; there are none on this engine.</summary>
    public int SiloPort { get; set; } = DEFAULT_SILO_PORT;

    /// <summary>The port for clients; 0 for no gateway.</summary>
    public int GatewayPort { get; set; } = DEFAULT_GATEWAY_PORT;

    /// <summary>Where to listen for other silos.</summary>
    public IPEndPoint? SiloListeningEndpoint { get; set; }

    /// <summary>Where to listen for clients; unset, the advertised address.</summary>
    public IPEndPoint? GatewayListeningEndpoint { get; set; }
}
