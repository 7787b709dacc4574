using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.Sandbox;
using OrleansAssets.Vendors;

namespace OrleansAssets.Benchmarks;

/// <summary>The product's adapters over the sandbox: what it answers is recorded once, then played back without a network.</summary>
internal sealed class VendorTape : IVendorEndpoints, IAsyncDisposable
{
    /// <summary>A Friday evening in New York: the pages are the same in every run.</summary>
    public static readonly DateTimeOffset Now = new(2025, 3, 14, 20, 45, 0, TimeSpan.Zero);

    private readonly WebApplication _sandbox;
    private readonly ServiceProvider _services;
    private readonly List<(HttpStatusCode Status, string? MediaType, DateTimeOffset? Date, byte[] Body)> _replies = [];
    private int _next;
    private bool _isRecording;

    private VendorTape(WebApplication sandbox)
    {
        _sandbox = sandbox;
        var services =
            new ServiceCollection().AddSingleton<IVendorEndpoints>(this).AddSingleton<TimeProvider>(new StandingClock()).AddVendors();
        services.ConfigureHttpClientDefaults(client => client.AddHttpMessageHandler(() => new Player(this)));
        _services = services.BuildServiceProvider();
    }

    public string Mode => "sandbox";

    public IEnumerable<byte[]> Bodies => _replies.Select(reply => reply.Body);

    public int Bytes => _replies.Sum(reply => reply.Body.Length);

    public static async Task<VendorTape> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<TimeProvider>(new StandingClock());
        var sandbox = builder.Build();
        sandbox.MapSandbox();
        await sandbox.StartAsync();
        return new VendorTape(sandbox);
    }

    public IVendorAdapter Adapter(string sourceId) => _services.GetRequiredKeyedService<IVendorAdapter>(sourceId);

    public void Record()
    {
        _replies.Clear();
        _isRecording = true;
    }

    public void Rewind() => (_next, _isRecording) = (0, false);

    public Uri BaseAddressOf(string sourceId)
    {
        var addresses = _sandbox.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>();
        return new Uri($"{addresses!.Addresses.Single()}/sandbox/{sourceId}"); // Kestrel has the feature.
    }

    public string? Secret(string variable) => null;

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _sandbox.DisposeAsync();
    }

    private sealed class StandingClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }

    private sealed class Player(VendorTape tape) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (tape._isRecording)
            {
                var live = await base.SendAsync(request, cancellationToken);
                var bytes = await live.Content.ReadAsByteArrayAsync(cancellationToken);
                tape._replies.Add((live.StatusCode, live.Content.Headers.ContentType?.ToString(), live.Headers.Date, bytes));
                return live;
            }

            var (status, mediaType, date, body) = tape._replies[tape._next++ % tape._replies.Count];
            var reply = new HttpResponseMessage(status) { Content = new ByteArrayContent(body), RequestMessage = request };
            reply.Headers.Date = date;
            reply.Content.Headers.TryAddWithoutValidation("Content-Type", mediaType);
            return reply;
        }
    }
}
