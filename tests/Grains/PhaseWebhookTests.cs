using System.Collections.Concurrent;
using System.Net.Http;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Phases;
using OrleansAssets.Silo.Hosting;
using OrleansAssets.Tests.Support;
using OrleansAssets.Tests.Vendors;

namespace OrleansAssets.Tests.Grains;

/// <summary>Notices of phases at a real HTTP listener: signed, repeated until they are taken, and kept over a restart.</summary>
public sealed class PhaseWebhookTests : IAsyncDisposable
{
    private const string Variable = "ASSETS_WEBHOOK_SECRET";
    private const string Secret = "a secret of the receiver";

    private readonly ConcurrentQueue<(string? Signature, byte[] Body, bool IsTaken)> _asked = new();
    private readonly FakeVendorEndpoints _environment = new("live") { Secrets = { [Variable] = Secret } };
    private int _failures;
    private LoopbackServer? _server;

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    [Fact]
    public async Task Activate_WebhookFailsAndTheSiloRestarts_IsToldInTheEndSignedAndOnce()
    {
        var world = await WorldAsync();
        _failures = 2;
        await using (var first = await PhaseCases.StartEarnedAsync(world: world))
        {
            await first.Phase("phase_1_stocks").ActivateAsync(new ActivationRequest("alice", "earned"));
            await GrainCluster.TickAsync(first.Phase("phase_1_stocks"), "resume");
            Assert.Single(_asked); // who does not take one is not asked for the next in the same round
            await GrainCluster.TickAsync(first.Phase("phase_1_stocks"), "resume");
            await GrainCluster.TickAsync(first.Phase("phase_1_stocks"), "resume");
            Assert.Equal(2, _asked.Count); // both pause
        }

        await using var second = await GrainCluster.StartAsync(world: world);
        foreach (var _ in Enumerable.Range(0, 3))
        {
            world.Clock.Advance(TimeSpan.FromHours(2));
            await GrainCluster.TickAsync(second.Phase("phase_1_stocks"), "resume");
        }

        // Each was refused once, and taken once after the restart, under the same id.
        Assert.All(_asked, asked => Assert.Equal(SignatureOf(asked.Body), asked.Signature));
        Assert.Equal(
            "verdict_changed refused, activated refused, verdict_changed taken, activated taken",
            string.Join(", ", _asked.Select(asked => $"{Text(asked.Body, "action")} {(asked.IsTaken ? "taken" : "refused")}")));
        Assert.Equal(2, _asked.Select(asked => Text(asked.Body, "id")).Distinct(StringComparer.Ordinal).Count());
        var told = _asked.Last().Body;
        Assert.Equal(("phase_1_stocks", "alice", "earned"), (Text(told, "phase"), Text(told, "by"), Text(told, "notes")));
    }

    [Fact]
    public async Task Send_NotTaken_SaysWhy()
    {
        var world = await WorldAsync();
        var happened = new OrleansAssets.Domain.Phases.PhaseEvent(Guid.NewGuid(), "activated",
            DateTimeOffset.UnixEpoch, "alice", null, null);
        _failures = 1;

        Assert.Equal("the webhook answered 500", await world.Sender!.SendAsync("p", happened, CancellationToken.None)); // set by WorldAsync
        Assert.Null(await world.Sender.SendAsync("p", happened, CancellationToken.None));
        _environment.Secrets.Remove(Variable);
        Assert.Contains(Variable, await world.Sender.SendAsync("p", happened, CancellationToken.None), StringComparison.Ordinal);
        _environment.Secrets[Variable] = Secret;
        await _server!.DisposeAsync(); // set by WorldAsync
        _server = null;
        var unreachable = await world.Sender.SendAsync("p", happened, CancellationToken.None);
        Assert.StartsWith("the webhook cannot be reached", unreachable, StringComparison.Ordinal);
    }

    private async Task<GrainWorld> WorldAsync()
    {
        _server = await LoopbackServer.StartAsync(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            var isTaken = Interlocked.Decrement(ref _failures) < 0;
            _asked.Enqueue((context.Request.Headers["X-Assets-Signature"], body.ToArray(), isTaken));
            context.Response.StatusCode = isTaken ? StatusCodes.Status204NoContent : StatusCodes.Status500InternalServerError;
        });
        var configuration = TestConfiguration.Build();
        var evaluation = configuration.Evaluation with { Webhook = new Webhook($"{_server.Address}notices", Variable) };
        return new GrainWorld { Sender = new WebhookSender(configuration with { Evaluation = evaluation }, _environment, new Clients()) };
    }

    private static string SignatureOf(byte[] body) =>
        "sha256=" + Convert.ToHexString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), body)).ToLowerInvariant();

    private static string? Text(byte[] body, string name)
    {
        using var json = JsonDocument.Parse(body);
        return json.RootElement.GetProperty(name).GetString();
    }

    private sealed class Clients : IHttpClientFactory
    {
        public HttpClient CreateClient(string name) => new();
    }
}
