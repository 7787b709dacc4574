using System.Buffers;
using System.Collections.Immutable;
using System.Net.WebSockets;
using System.Text.Json;
using OrleansAssets.Sandbox.Faults;

namespace OrleansAssets.Sandbox.Streaming;

/// <summary>
/// A vendor's WebSocket over the synthetic world: it talks as the vendor does until it knows what is wanted, and then tells the quote, or
/// the trade, of each every second.
/// </summary>
internal sealed class SocketSandbox(ISocketVoice voice, SandboxFaults faults, TimeProvider clock)
{
    private const int MessageBytesMax = 64 * 1024;

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    private readonly StreamFaults _faults = new(faults, voice.SourceId);

    public void Map(IEndpointRouteBuilder app) => app.MapGet($"/sandbox/{voice.SourceId}/stream", async context =>
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.StatusCode = StatusCodes.Status426UpgradeRequired;
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        try
        {
            await TalkAsync(socket, context);
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or IOException)
        {
            // The listener is gone, or the silo stops.
        }
    });

    private async Task TalkAsync(WebSocket socket, HttpContext context)
    {
        var stopping = context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        if (voice.Greeting is { } greeting)
        {
            await SendAsync(socket, greeting, ends.Token);
        }

        var wanted = voice.WantedOf(context.Request.Query);
        while (wanted is null)
        {
            var (answer, subscribed) = voice.Hear(await ReceiveAsync(socket, ends.Token));
            await SendAsync(socket, answer, ends.Token);
            wanted = subscribed;
        }

        // A farewell of the listener is noticed while it is told quotes.
        var farewell = ReceiveAsync(socket, ends.Token);
        using var seconds = new PeriodicTimer(Every, clock);
        do
        {
            var now = clock.GetUtcNow();
            if (_faults.CutsAt(now))
            {
                socket.Abort();
                return;
            }

            foreach (var at in _faults.InstantsAt(now))
            {
                foreach (var topic in wanted.Value)
                {
                    await SendAsync(socket, writer => voice.Write(writer, topic, at), ends.Token);
                }
            }
        }
        while (!farewell.IsCompleted && await seconds.WaitForNextTickAsync(ends.Token));

        await ends.CancelAsync();
        await ((Task)farewell).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static async Task<JsonElement> ReceiveAsync(WebSocket socket, CancellationToken cancellationToken)
    {
        var buffer = new byte[MessageBytesMax];
        var part = await socket.ReceiveAsync(buffer.AsMemory(), cancellationToken);
        return part is { MessageType: WebSocketMessageType.Text, EndOfMessage: true }
            ? JsonSerializer.Deserialize<JsonElement>(buffer.AsSpan(0, part.Count))
            : throw new WebSocketException("No short text came.");
    }

    private static async Task SendAsync(WebSocket socket, Action<Utf8JsonWriter> write, CancellationToken cancellationToken)
    {
        var bytes = new ArrayBufferWriter<byte>();
        await using (var writer = new Utf8JsonWriter(bytes))
        {
            write(writer);
        }

        await socket.SendAsync(bytes.WrittenMemory, WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
    }
}

/// <summary>How one vendor of the sandbox talks on its socket.</summary>
internal interface ISocketVoice
{
    string SourceId { get; }

    /// <summary>What it says first; null where it waits.</summary>
    Action<Utf8JsonWriter>? Greeting { get; }

    /// <summary>What is wanted where the address names it; null where it is asked for later.</summary>
    ImmutableArray<StreamTopic>? WantedOf(IQueryCollection query);

    /// <summary>What it answers to a message, and what is wanted once it is asked for.</summary>
    (Action<Utf8JsonWriter> Answer, ImmutableArray<StreamTopic>? Wanted) Hear(JsonElement message);

    /// <summary>Writes the message of a symbol's quote or trade at an instant.</summary>
    void Write(Utf8JsonWriter writer, StreamTopic topic, DateTimeOffset at);
}

/// <summary>What is wanted of a symbol: its quotes, or its trades.</summary>
internal readonly record struct StreamTopic(string Symbol, bool IsTrades);
