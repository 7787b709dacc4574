using System.Collections.Immutable;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace OrleansAssets.Benchmarks;

/// <summary>
/// A WebSocket on loopback that speaks Alpaca's stream, and then tells so many quotes a second of the symbols that were asked for, each
/// with the instant at which it was sent.
/// </summary>
internal sealed class QuoteTape : IAsyncDisposable
{
    /// <summary>Vendors send what changes together in one message.</summary>
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(10);

    private readonly WebApplication _app;
    private readonly int _quotesPerSecond;

    private QuoteTape(int quotesPerSecond)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        (_app, _quotesPerSecond) = (builder.Build(), quotesPerSecond);
        _app.UseWebSockets();
        _app.Run(TalkAsync);
    }

    public Uri Address { get; private set; } = new("ws://127.0.0.1");

    public static async Task<QuoteTape> StartAsync(int quotesPerSecond)
    {
        var tape = new QuoteTape(quotesPerSecond);
        await tape._app.StartAsync();
        var addresses = tape._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>();
        tape.Address = new UriBuilder(addresses!.Addresses.Single()) { Scheme = "ws" }.Uri; // Kestrel states them once it has started
        return tape;
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.Zero); // whoever still listens is cut off
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private async Task TalkAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        try
        {
            await SendAsync(socket, """[{"T":"success","msg":"connected"}]""", context.RequestAborted);
            await HearAsync(socket, context.RequestAborted);
            await SendAsync(socket, """[{"T":"success","msg":"authenticated"}]""", context.RequestAborted);
            var symbols = (await HearAsync(socket, context.RequestAborted)).GetProperty("quotes").EnumerateArray()
                .Select(symbol => symbol.GetString()!).ToImmutableArray(); // the subscription lists texts
            await SendAsync(socket, """[{"T":"subscription"}]""", context.RequestAborted);
            await TellAsync(socket, symbols, context.RequestAborted);
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException)
        {
            // The listener is gone, as the measurement is over.
        }
    }

    private async Task TellAsync(WebSocket socket, ImmutableArray<string> symbols, CancellationToken cancellationToken)
    {
        var clock = TimeProvider.System;
        var started = clock.GetTimestamp();
        var told = 0L;
        var text = new StringBuilder();
        using var timer = new PeriodicTimer(Every);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            var wanted = (long)(clock.GetElapsedTime(started).TotalSeconds * _quotesPerSecond);
            text.Clear();
            for (; told < wanted; told++)
            {
                var (symbol, at) = (symbols[(int)(told % symbols.Length)], clock.GetUtcNow().UtcDateTime);
                text.Append(text.Length == 0 ? '[' : ',').Append(
                    CultureInfo.InvariantCulture,
                    $$"""{"T":"q","S":"{{symbol}}","bp":100.{{told % 9}},"bs":1,"ap":100.9,"as":1,"t":"{{at:O}}"}""");
            }

            if (text.Length > 0)
            {
                await SendAsync(socket, text.Append(']').ToString(), cancellationToken);
            }
        }
    }

    private static async Task<JsonElement> HearAsync(WebSocket socket, CancellationToken cancellationToken)
    {
        var buffer = new byte[1024 * 1024];
        for (var length = 0; ;)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(length), cancellationToken);
            length += part.Count;
            if (part.EndOfMessage)
            {
                return JsonSerializer.Deserialize<JsonElement>(buffer.AsSpan(0, length));
            }
        }
    }

    private static Task SendAsync(WebSocket socket, string text, CancellationToken cancellationToken) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
}
