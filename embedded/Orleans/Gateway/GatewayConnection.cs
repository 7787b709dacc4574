using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Orleans.Runtime.Messaging;
using Orleans.Serialization;

namespace Orleans.Runtime;

/// <summary>One connection of a client to its silo; many calls share it.</summary>
sealed class GatewayConnection : IDisposable
{
    readonly FrameConnection _frames;
    readonly GrainReferences _references;
    readonly ConcurrentDictionary<long, GrainCall> _calls = new();
    readonly ConcurrentDictionary<GrainCall, long> _ids = new();
    long _lastId;
    volatile bool _open = true;

    GatewayConnection(FrameConnection frames, Welcome welcome, GrainReferences references)
    {
        _frames = frames;
        _references = references;
        GrainTypes = welcome.GrainTypes.ToDictionary(p => p.Key, p => GrainType.Create(p.Value), StringComparer.Ordinal);
    }

    internal bool IsOpen => _open;

    internal Dictionary<string, GrainType> GrainTypes { get; }

    internal static async Task<GatewayConnection> OpenAsync(
        IPEndPoint endpoint, Hello hello, int maxBodyBytes, GrainReferences references, CancellationToken cancellationToken)
    {
        var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        var frames = default(FrameConnection);
        try
        {
            await socket.ConnectAsync(endpoint, cancellationToken);
            frames = new FrameConnection(socket, maxBodyBytes);
            await frames.WriteAsync(FrameKind.Hello, 0, JsonSerializer.SerializeToUtf8Bytes(hello, WireJson.Options), cancellationToken);
            var connection = new GatewayConnection(frames, await ReadWelcomeAsync(frames, endpoint, cancellationToken), references);
            using (ExecutionContext.SuppressFlow()) _ = Task.Run(connection.ReadAsync, CancellationToken.None);
            return connection;
        }
        catch (Exception e)
        {
            frames?.Dispose();
            socket.Dispose();
            if (e is not (SocketException or IOException or JsonException or InvalidDataException)) throw;

            throw new ConnectionFailedException($"No silo answers at {endpoint}: start it, or correct the gateway port.", e);
        }
    }

    internal void Send(GrainCall call)
    {
        var id = Interlocked.Increment(ref _lastId);
        _ = SendAsync(id, call, WireCall.Write(call));
    }

    internal void Cancel(GrainCall call)
    {
        if (_ids.TryGetValue(call, out var id)) _ = CancelAsync(id);
    }

    public void Dispose()
    {
        _open = false;
        _frames.Dispose();
    }

    static async Task<Welcome> ReadWelcomeAsync(FrameConnection frames, IPEndPoint endpoint, CancellationToken cancellationToken) =>
        await frames.ReadAsync(cancellationToken) switch
        {
            { Kind: FrameKind.Welcome } welcome => JsonSerializer.Deserialize<Welcome>(welcome.Body.Span, WireJson.Options)!, // written by a silo
            { Kind: FrameKind.Refusal } refusal => throw new ConnectionFailedException(
                $"The silo at {endpoint} refused: {JsonSerializer.Deserialize<string>(refusal.Body.Span, WireJson.Options)}"),
            _ => throw new IOException("The connection was closed before the silo answered."),
        };

    async Task SendAsync(long id, GrainCall call, ReadOnlyMemory<byte> body)
    {
        try
        {
            if (!call.Method.OneWay)
            {
                _calls[id] = call;
                _ids[call] = id;
            }

            await _frames.WriteAsync(FrameKind.Call, id, body);
            if (!_open) throw new IOException("The connection was closed.");
        }
        catch (Exception e)
        {
            Take(id)?.Completion.Fail(e is OrleansException ? e : Lost(call, e));
        }
    }

    async Task CancelAsync(long id)
    {
        try
        {
            await _frames.WriteAsync(FrameKind.Cancel, id, default);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            _open = false;
        }
    }

    async Task ReadAsync()
    {
        Exception reason = new IOException("The silo closed the connection.");
        try
        {
            while (await _frames.ReadAsync(CancellationToken.None) is { } frame) Receive(frame);
        }
        catch (Exception e)
        {
            reason = e;
        }

        Dispose();
        foreach (var (id, call) in _calls) Take(id)?.Completion.Fail(Lost(call, reason));
    }

    void Receive(Frame frame)
    {
        if (Take(frame.CallId) is not { } call) return;

        using var reading = GrainReferenceJsonConverter.Use(_references);
        try
        {
            if (frame.Kind == FrameKind.Failure) call.Completion.Fail(WireError.Read(frame.Body));
            else
                call.Completion.Complete(call.Method.Shape.ResultType is { } type
                    ? JsonSerializer.Deserialize(frame.Body.Span, type, WireJson.Options) : null);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or InvalidOperationException)
        {
            call.Completion.Fail(new OrleansException($"The answer to {call} cannot be read: {e.Message}", e));
        }
    }

    GrainCall? Take(long id)
    {
        if (!_calls.TryRemove(id, out var call)) return null;

        _ids.TryRemove(call, out _);
        call.End();
        return call;
    }

    static SiloUnavailableException Lost(GrainCall call, Exception reason) =>
        new($"The silo went away during {call}; it may have run.", reason);
}
