using System.Net;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime.Messaging;

namespace Orleans.Runtime;

/// <summary>Reaches the silo over TCP; connects again when a call needs it.</summary>
sealed class GatewayTransport(
    IOptions<StaticGatewayListProviderOptions> gateways, IOptions<ClusterOptions> cluster, IOptions<ClientMessagingOptions> messaging)
    : IClientTransport, IDisposable
{
    readonly SemaphoreSlim _connecting = new(1, 1);
    GrainReferences? _references;
    volatile GatewayConnection? _connection;
    volatile bool _closed;

    public TimeSpan ResponseTimeout => messaging.Value.ResponseTimeout;

    public void Attach(GrainReferences references) => _references = references;

    public async Task ConnectAsync(CancellationToken cancellationToken) => await OpenAsync(cancellationToken);

    public Task CloseAsync()
    {
        _closed = true;
        _connection?.Dispose();
        return Task.CompletedTask;
    }

    public void Send(GrainCall call)
    {
        if (_connection is { IsOpen: true } open) open.Send(call);
        else _ = ConnectAndSendAsync(call);
    }

    public void Cancel(GrainCall call) => _connection?.Cancel(call);

    public GrainType Resolve(Type grainInterface, string? classNamePrefix)
    {
        var connection = _connection ?? throw new InvalidOperationException("The client is not connected; start its host first.");
        return connection.GrainTypes.TryGetValue(grainInterface.FullName ?? grainInterface.Name, out var type)
            ? type
            : throw new ArgumentException($"Could not find an implementation for interface {grainInterface.FullName}.");
    }

    public void Dispose()
    {
        _connection?.Dispose();
        _connecting.Dispose();
    }

    async Task ConnectAndSendAsync(GrainCall call)
    {
        try
        {
            (await OpenAsync(CancellationToken.None)).Send(call);
        }
        catch (Exception e)
        {
            call.Completion.Fail(new SiloUnavailableException($"{call} was not sent: {e.Message}", e));
            call.End();
        }
    }

    async Task<GatewayConnection> OpenAsync(CancellationToken cancellationToken)
    {
        await _connecting.WaitAsync(cancellationToken);
        try
        {
            if (_closed) throw new ConnectionFailedException("The client has been stopped.");
            if (_connection is { IsOpen: true } open) return open;

            return _connection = await OpenAnyAsync(cancellationToken);
        }
        finally
        {
            _connecting.Release();
        }
    }

    async Task<GatewayConnection> OpenAnyAsync(CancellationToken cancellationToken)
    {
        if (gateways.Value.Gateways.Count == 0)
            throw new OrleansConfigurationException("The client knows no gateway: call UseLocalhostClustering or UseStaticClustering.");

        ConnectionFailedException? last = null;
        foreach (var gateway in gateways.Value.Gateways)
        {
            try
            {
                return await GatewayConnection.OpenAsync(
                    new(IPAddress.Parse(gateway.Host), gateway.Port),
                    new(cluster.Value.ClusterId, cluster.Value.ServiceId),
                    messaging.Value.MaxMessageBodySize,
                    _references!, // attached before the first connection
                    cancellationToken);
            }
            catch (ConnectionFailedException e)
            {
                last = e;
            }
        }

        throw last!; // there is at least one gateway
    }
}
