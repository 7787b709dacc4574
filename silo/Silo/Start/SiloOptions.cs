using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using OrleansAssets.Domain.Feeds;
using OrleansAssets.Silo.Logging;

namespace OrleansAssets.Silo.Start;

/// <summary>What a silo is told at its start, by the command line and the environment.</summary>
/// <param name="RootDirectory">Where <c>.data</c> and <c>config</c> are looked for.</param>
/// <param name="DataDirectory">The run file, the lock and the private PostgreSQL server.</param>
/// <param name="BindAddress">Where the web port listens, with <paramref name="Cluster"/> also those for silos and clients; loopback unless
/// told.</param>
/// <param name="Live">Ask the vendors themselves instead of the sandbox.</param>
/// <param name="Cluster">Join the other silos through PostgreSQL instead of running alone.</param>
/// <param name="ConnectionString">The server to use; null starts a private one.</param>
internal sealed record SiloOptions(
    string RootDirectory,
    string DataDirectory,
    string ConfigDirectory,
    IPAddress BindAddress,
    int WebPort,
    int GatewayPort,
    int SiloPort,
    bool Live,
    bool Cluster,
    string? ConnectionString)
{
    /// <summary>
    /// What a stop may take: clients are told to go elsewhere, calls under way are answered, grains write and leave. A service manager must
    /// wait for longer before it kills.
    /// </summary>
    public static readonly TimeSpan StopBudget = TimeSpan.FromSeconds(20);

    public const string ConnectionVariable = "ConnectionStrings__assets";
    public const string OwnerConnectionVariable = "ConnectionStrings__assets_owner";

    /// <summary>Named by OpenTelemetry, as are the others that the exporter reads.</summary>
    public const string OtlpVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    public const int DefaultWebPort = 8080;
    public const int DefaultGatewayPort = 30000;
    public const int DefaultSiloPort = 11111;
    public const int DefaultTlsPort = 8443;
    public const string DefaultOidcRoleClaim = "roles";
    public const string OidcSecretVariable = "OpenIdConnect__client_secret";
    public const int DefaultDatabaseWaitSeconds = 60;

    /// <summary>Two silos and one that replaces another.</summary>
    public const int DefaultClusterSilos = 3;

    /// <summary>Who applies the migrations and owns the tables; null where that is the user of <see cref="ConnectionString"/>.</summary>
    public string? OwnerConnectionString { get; init; }

    /// <summary>How long the start waits for a server that does not serve yet; 0 ends at once.</summary>
    public int DatabaseWaitSeconds { get; init; } = DefaultDatabaseWaitSeconds;

    /// <summary>How many silos may run on the database at the same time, as told; null for the mode's own.</summary>
    public int? WantedSilos { get; init; }

    public int Silos => WantedSilos ?? (Cluster ? DefaultClusterSilos : 1);

    /// <summary>What is collected beside the enabled assets; null for the mode's own: all in the sandbox, the next phase's live.</summary>
    public WarmUp? WantedWarmUp { get; init; }

    public WarmUp WarmUp => WantedWarmUp ?? (Live ? WarmUp.NextPhase : WarmUp.All);

    /// <summary>Whether vendors are listened to where they push quotes; else they are only asked.</summary>
    public bool Streams { get; init; } = true;

    /// <summary>Where the sandbox notes each call; null where it does not.</summary>
    public string? SandboxLog { get; init; }

    /// <summary>Whether the enabled flags of assets_config.yaml are rewritten when a phase changes.</summary>
    public bool OwnConfig { get; init; }

    /// <summary>How the console's lines are written.</summary>
    public LogFormat LogFormat { get; init; }

    /// <summary>Whether /metrics is served.</summary>
    public bool Metrics { get; init; }

    /// <summary>Whether the dashboard of Orleans is served, to admins alone.</summary>
    public bool Dashboard { get; init; }

    /// <summary>Whether metrics, traces and logs are sent to a collector; where to is read by the exporter itself.</summary>
    public bool Otlp { get; init; }

    /// <summary>Whether clients of grains are let in without a token and by any name.</summary>
    public bool OpenGateway { get; init; }

    /// <summary>Whether the operator said that silos and clients may speak in plain text beyond this machine.</summary>
    public bool PlainCluster { get; init; }

    /// <summary>PEM file of who signs the certificates of silos and clients; null where they need none.</summary>
    public string? ClusterAuthority { get; init; }

    /// <summary>PEM file of the certificate by which other silos and clients know this one.</summary>
    public string? ClusterCertificate { get; init; }

    /// <summary>PEM file of its key; null where the same file has it.</summary>
    public string? ClusterKey { get; init; }

    /// <summary>PEM file of the certificate by which the web side is served at the address; null where it has none of its own.</summary>
    public string? TlsCertificate { get; init; }

    /// <summary>PEM file of its key; null where the same file has it.</summary>
    public string? TlsKey { get; init; }

    /// <summary>Where the web side is served by TLS; the web port is for this machine alone then.</summary>
    public int TlsPort { get; init; } = DefaultTlsPort;

    /// <summary>The issuer of OpenID Connect by which people and services are known beside tokens; null without one.</summary>
    public Uri? OidcAuthority { get; init; }

    /// <summary>Under which this installation is known there.</summary>
    public string? OidcClient { get; init; }

    /// <summary>Null where the issuer asks for none.</summary>
    public string? OidcSecret { get; init; }

    /// <summary>The claim that holds roles.</summary>
    public string OidcRoleClaim { get; init; } = DefaultOidcRoleClaim;

    /// <summary>Where the proxy stands that does the TLS: from elsewhere no request is taken. Null without one.</summary>
    public IPNetwork? Proxy { get; init; }

    /// <summary>Whether pages and API are served; else a web process does, and the web port has health and what is switched on.</summary>
    public bool Web { get; init; } = true;

    /// <summary>Whether nobody reaches the web port but programs of this machine.</summary>
    public bool IsOfThisMachine => IPAddress.IsLoopback(BindAddress) && Proxy is null;

    public string Mode => Live ? "live" : "sandbox";

    /// <summary>The same with every port known to be free.</summary>
    /// <exception cref="StartException">A port is taken, or the options contradict each other.</exception>
    public SiloOptions WithFreePorts()
    {
        if (Cluster && ConnectionString is null)
        {
            throw new StartException(
                $"--cluster needs a database that all silos share: set {ConnectionVariable}.", StartException.BadInput);
        }

        // Whoever reaches these ports calls grains; what is said there, tokens too, would be read and forged on the way.
        if (Cluster && !IPAddress.IsLoopback(BindAddress) && ClusterCertificate is null && !PlainCluster)
        {
            throw new StartException(
                $"--bind is {BindAddress}, which others can reach, and with --cluster silos and clients would speak there in plain text "
                + $"(ports {SiloPort} and {GatewayPort}): give certificates (--cluster-authority, --cluster-certificate), which 'assets "
                + "certificates make' makes, or, on a network that is theirs alone, say so by --plain-cluster.",
                StartException.BadInput);
        }

        if (Cluster && !IPAddress.IsLoopback(BindAddress) && OpenGateway)
        {
            throw new StartException(
                $"--bind is {BindAddress}, which others can reach, and with --open-gateway whoever reaches port {GatewayPort} trades by "
                + "any name: leave one of the two out. Services give their token in the client's options.",
                StartException.BadInput);
        }

        // None is listened at yet: what is free must not be given twice.
        var web = WithFreeWebPorts();
        var gateway = Ports.Resolve(IPAddress.Loopback, GatewayPort, "--gateway-port", web.WebPort, web.TlsPort);
        return web with
        {
            GatewayPort = gateway,
            SiloPort = Ports.Resolve(IPAddress.Loopback, SiloPort, "--silo-port", web.WebPort, web.TlsPort, gateway),
        };
    }

    /// <summary>The same with the ports of the web side known to be free.</summary>
    /// <exception cref="StartException">A port is taken, or the options contradict each other.</exception>
    public SiloOptions WithFreeWebPorts()
    {
        if (ClusterAuthority is null != ClusterCertificate is null || (ClusterKey is not null && ClusterCertificate is null))
        {
            throw new StartException(
                "Silos and clients know one another by an authority and a certificate that it signed, and one of the two is not given: "
                + "give both --cluster-authority and --cluster-certificate, or neither.",
                StartException.BadInput);
        }

        if (OidcAuthority is not null && OidcClient is null)
        {
            throw new StartException(
                $"--oidc-authority is {OidcAuthority}, and by which name this installation is known there is not said: give --oidc-client.",
                StartException.BadInput);
        }

        // Tokens and money would cross the network for everybody to read.
        if (!IPAddress.IsLoopback(BindAddress) && TlsCertificate is null && Proxy is null)
        {
            throw new StartException(
                $"--bind is {BindAddress}, which others can reach, and the web side would answer there in plain HTTP: give a certificate "
                + "(--tls-certificate, --tls-key), or name the proxy that does the TLS (--proxy), or bind to 127.0.0.1.",
                StartException.BadInput);
        }

        var web = Ports.Resolve(TlsCertificate is null ? BindAddress : IPAddress.Loopback, WebPort, "--port");
        return this with
        {
            WebPort = web,
            TlsPort = TlsCertificate is null ? TlsPort : Ports.Resolve(BindAddress, TlsPort, "--tls-port", web),
        };
    }
}

/// <summary>Finds out about TCP ports before anything is started, so that a busy one is told in one sentence.</summary>
internal static class Ports
{
    /// <summary>
    /// Below what systems give to whoever connects somewhere: a port of theirs that is free now may be a connection's a moment later.
    /// </summary>
    private const int FreeMin = 20_000, FreeMax = 32_000;

    private const int TriesMax = 50;

    /// <summary>The port itself if it is free, any free one for 0.</summary>
    /// <param name="given">Those that are given already.</param>
    /// <exception cref="StartException">Another program listens there.</exception>
    public static int Resolve(IPAddress address, int port, string option, params ReadOnlySpan<int> given)
    {
        if (port == 0)
        {
            for (var attempt = 0; attempt < TriesMax; attempt++)
            {
                var one = RandomNumberGenerator.GetInt32(FreeMin, FreeMax);
                if (!given.Contains(one) && IsFree(address, one))
                {
                    return one;
                }
            }

            throw new StartException($"No port from {FreeMin} to {FreeMax} on {address} is free. Choose one with {option}.");
        }

        using var listener = new TcpListener(address, port);
        try
        {
            listener.Start();
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }
        catch (SocketException exception)
        {
            throw new StartException(
                $"Port {port} on {address} cannot be used ({exception.SocketErrorCode}): another program may listen there. "
                + $"Choose another with {option}; 0 takes a free one.");
        }
    }

    private static bool IsFree(IPAddress address, int port)
    {
        using var listener = new TcpListener(address, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false; // somebody listens there
        }
    }
}
