using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Runtime.Messaging;

namespace OrleansAssets.Tests.Embedded.Gateway;

public sealed class GatewayTests
{
    [Fact]
    public async Task Calls_ManyAtOnce_ShareTheConnection()
    {
        await using var gateway = await GatewayFixture.StartAsync();

        var names = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => gateway.Grains.GetGrain<IProbeGrain>($"many/{i}").NameAsync()));

        Assert.Equal(Enumerable.Range(0, 200).Select(i => $"probe/many/{i}"), names, StringComparer.Ordinal);
    }

    [Fact]
    public async Task Exception_OfAGrain_KeepsTypeAndMessage()
    {
        await using var gateway = await GatewayFixture.StartAsync();

        var error = await Assert.ThrowsAsync<RefusalException>(() => gateway.Grains.GetGrain<IProbeGrain>("refuse").RefuseAsync("no"));

        Assert.Equal("no", error.Message);
        Assert.Contains(nameof(ProbeGrain), error.StackTrace, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancellation_ByTheClient_ReachesTheGrain()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        using var source = new CancellationTokenSource();
        var call = gateway.Grains.GetGrain<IProbeGrain>("cancel").WaitCancelledAsync("cancel", source.Token);
        await gateway.Gates.Reached("cancel");

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await gateway.Gates.Reached("cancel cancelled");
    }

    [Fact]
    public async Task SiloDeath_FailsCallsInFlight_AndTheClientConnectsAgain()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var call = gateway.Grains.GetGrain<IProbeGrain>("death").HoldAsync("death");
        await gateway.Gates.Reached("death");

        await gateway.KillSiloAsync();

        await Assert.ThrowsAsync<SiloUnavailableException>(() => call);
        await Assert.ThrowsAsync<SiloUnavailableException>(() => gateway.Grains.GetGrain<IProbeGrain>("death").NameAsync());
        await gateway.StartSiloAsync();
        Assert.Equal("probe/death", await gateway.Grains.GetGrain<IProbeGrain>("death").NameAsync());
    }

    [Fact]
    public async Task Connect_WithNobodyListening_NamesTheAddress()
    {
        await using var gateway = new GatewayFixture();

        var error = await Assert.ThrowsAsync<ConnectionFailedException>(() => gateway.ConnectAsync());

        Assert.Contains($"127.0.0.1:{gateway.GatewayPort}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_ToAnotherCluster_IsRefused()
    {
        await using var gateway = new GatewayFixture();
        await gateway.StartSiloAsync();

        var error = await Assert.ThrowsAsync<ConnectionFailedException>(
            () => gateway.ConnectAsync(c => c.Configure<ClusterOptions>(o => o.ServiceId = "other")));

        Assert.Contains("'other'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Argument_LargerThanTheLimit_IsRefusedByTheClient()
    {
        await using var gateway = await GatewayFixture.StartAsync(c => c.Configure<ClientMessagingOptions>(o => o.MaxMessageBodySize = 1024));

        var error = await Assert.ThrowsAsync<OrleansException>(
            () => gateway.Grains.GetGrain<IProbeGrain>("large").RefuseAsync(new string('x', 4096)));

        Assert.Contains("MaxMessageBodySize", error.Message, StringComparison.Ordinal);
    }
}
