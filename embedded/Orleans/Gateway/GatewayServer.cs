using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Orleans.Runtime;

/// <summary>Listens for client processes.</summary>
sealed partial class GatewayServer(
    Silo silo, GrainClasses classes, IOptions<EndpointOptions> endpoints, IOptions<ClusterOptions> cluster, IOptions<SiloMessagingOptions> messaging,
    ILogger<GatewayServer> log)
{
    readonly ConcurrentDictionary<GatewaySession, Task> _sessions = new();
    Socket? _listener;

    /// <summary>Where it listens; null when it does not.</summary>
    internal IPEndPoint? Endpoint => (IPEndPoint?)_listener?.LocalEndPoint;

    internal void Start()
    {
        if (endpoints.Value is { GatewayPort: 0, GatewayListeningEndpoint: null }) return;

        var endpoint = endpoints.Value.GatewayListeningEndpoint ?? new IPEndPoint(endpoints.Value.AdvertisedIPAddress, endpoints.Value.GatewayPort);
        _listener = Listen(endpoint);
        LogListening(log, (IPEndPoint)_listener.LocalEndPoint!); // bound
        _ = AcceptAsync(_listener);
    }

    internal void StopListening() => _listener?.Dispose();

    internal async Task CloseAsync()
    {
        foreach (var (session, _) in _sessions) await session.FinishAsync();
        await Task.WhenAll(_sessions.Values);
    }

    /// <summary>Breaks all connections, as a killed process does.</summary>
    internal void Abort()
    {
        StopListening();
        foreach (var (session, _) in _sessions) session.Dispose();
    }

    static Socket Listen(IPEndPoint endpoint)
    {
        var listener = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listener.Bind(endpoint);
            listener.Listen();
            return listener;
        }
        catch (SocketException e)
        {
            listener.Dispose();
            throw new OrleansConfigurationException(
                $"The gateway cannot listen on {endpoint} ({e.SocketErrorCode}): is another silo running? Stop it or set another gateway port.", e);
        }
    }

    async Task AcceptAsync(Socket listener)
    {
        while (true)
        {
            Socket socket;
            try
            {
                socket = await listener.AcceptAsync();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }

            socket.NoDelay = true;
            var session = new GatewaySession(
                new(socket, messaging.Value.MaxMessageBodySize), silo, classes, new(cluster.Value.ClusterId, cluster.Value.ServiceId), log);
            _sessions[session] = RunAsync(session);
        }
    }

    async Task RunAsync(GatewaySession session)
    {
        await Task.Yield();
        try
        {
            await session.RunAsync();
        }
        finally
        {
            session.Dispose();
            _sessions.TryRemove(session, out _);
        }
    }

    [LoggerMessage(120, LogLevel.Information, "Clients are served on {Endpoint}.")]
    static partial void LogListening(ILogger logger, IPEndPoint endpoint);
}
