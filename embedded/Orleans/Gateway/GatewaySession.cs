using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Orleans.Serialization;

namespace Orleans.Runtime;

/// <summary>One client process, seen from the silo.</summary>
sealed partial class GatewaySession(FrameConnection connection, Silo silo, GrainClasses classes, Hello own, ILogger log) : IDisposable
{
    static readonly ConcurrentDictionary<(Type Interface, string Method), GrainMethod?> Methods = new();
    readonly ConcurrentDictionary<long, GrainCall> _calls = new();
    readonly CancellationTokenSource _closed = new();

    internal async Task RunAsync()
    {
        try
        {
            if (!await GreetAsync()) return;

            while (await connection.ReadAsync(_closed.Token) is { } frame)
            {
                if (frame.Kind == FrameKind.Call) Begin(frame);
                else if (frame.Kind == FrameKind.Cancel && _calls.TryGetValue(frame.CallId, out var call)) CancelCall(call);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException or JsonException or InvalidDataException)
        {
            if (e is JsonException or InvalidDataException) LogBroken(log, e.Message);
        }
    }

    /// <summary>Lets the answers out, then closes.</summary>
    internal async Task FinishAsync()
    {
        await Task.WhenAll(_calls.Values.Select(c => c.Completion.Task)).WaitAsync(TimeSpan.FromSeconds(1)).ContinueWith(
            static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        Dispose();
    }

    public void Dispose()
    {
        if (!_closed.IsCancellationRequested) _closed.Cancel();
        connection.Dispose();
    }

    async Task<bool> GreetAsync()
    {
        if (await connection.ReadAsync(_closed.Token) is not { Kind: FrameKind.Hello } frame) return false;

        var hello = JsonSerializer.Deserialize<Hello>(frame.Body.Span, WireJson.Options);
        if (hello != own)
        {
            var sentence = $"The silo is cluster '{own.ClusterId}', service '{own.ServiceId}'; the client asks for '{hello?.ClusterId}', '{hello?.ServiceId}'.";
            await connection.WriteAsync(FrameKind.Refusal, 0, JsonSerializer.SerializeToUtf8Bytes(sentence, WireJson.Options), _closed.Token);
            return false;
        }

        var types = classes.Unambiguous.ToDictionary(p => p.Interface.FullName ?? p.Interface.Name, p => p.Type.ToString(), StringComparer.Ordinal);
        await connection.WriteAsync(FrameKind.Welcome, 0, JsonSerializer.SerializeToUtf8Bytes(new Welcome(types), WireJson.Options), _closed.Token);
        return true;
    }

    void Begin(Frame frame)
    {
        GrainCall call;
        try
        {
            using var reading = GrainReferenceJsonConverter.Use(silo.References);
            call = WireCall.Read(frame.Body, Find);
        }
        catch (Exception e)
        {
            _ = AnswerAsync(FrameKind.Failure, frame.CallId, WireError.Write(e));
            return;
        }

        if (!call.Method.OneWay)
        {
            _calls[frame.CallId] = call;
            _ = RespondAsync(frame.CallId, call);
        }

        silo.Send(call);
    }

    async Task RespondAsync(long callId, GrainCall call)
    {
        try
        {
            await call.Completion.Task;
            var body = call.Method.Shape.ResultType is { } type
                ? JsonSerializer.SerializeToUtf8Bytes(call.Completion.Result, type, WireJson.Options) : [];
            await AnswerAsync(FrameKind.Result, callId, body);
        }
        catch (Exception e)
        {
            await AnswerAsync(FrameKind.Failure, callId, WireError.Write(e));
        }
        finally
        {
            _calls.TryRemove(callId, out _);
        }
    }

    async Task AnswerAsync(FrameKind kind, long callId, ReadOnlyMemory<byte> body)
    {
        try
        {
            await connection.WriteAsync(kind, callId, body);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            LogUnsent(log, callId);
        }
    }

    GrainMethod Find(string interfaceName, string methodName)
    {
        var type = classes.FindInterface(interfaceName) ?? throw new ArgumentException($"No grain of this silo implements {interfaceName}.");
        return Methods.GetOrAdd((type, methodName), static key => key.Interface.GetMethods()
            .Where(m => m is { IsStatic: false, IsGenericMethod: false }).Select(GrainMethod.Of)
            .FirstOrDefault(m => string.Equals(m.WireName, key.Method, StringComparison.Ordinal)))
            ?? throw new MissingMethodException($"The silo's {interfaceName} has no method {methodName}: build client and silo from one version.");
    }

    void CancelCall(GrainCall call)
    {
        silo.Cancel(call);
        call.Completion.Fail(new OperationCanceledException("The client cancelled the call."));
    }

    [LoggerMessage(121, LogLevel.Warning, "A client was disconnected: {Error}")]
    static partial void LogBroken(ILogger logger, string error);

    [LoggerMessage(122, LogLevel.Debug, "The client of call {CallId} has gone; its answer is dropped.")]
    static partial void LogUnsent(ILogger logger, long callId);
}
