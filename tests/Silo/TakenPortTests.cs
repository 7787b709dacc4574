using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using OrleansAssets.Silo.Failures;

namespace OrleansAssets.Tests.Silo;

/// <summary>A port that somebody takes between its choice and its use is a sentence and no trace of calls.</summary>
public sealed class TakenPortTests : IDisposable
{
    private readonly TcpListener _other = new(IPAddress.Loopback, 0);

    public TakenPortTests() => _other.Start();

    private int Port => ((IPEndPoint)_other.LocalEndpoint).Port;

    public void Dispose() => _other.Dispose();

    [Fact]
    public async Task Sentence_PortOfTheWeb_NamesTheAddressAndTheOptions()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls($"http://127.0.0.1:{Port}");
        await using var web = builder.Build();
        var refusal = await Assert.ThrowsAnyAsync<Exception>(() => web.StartAsync());

        Assert.True(TakenPort.Is(refusal));
        Assert.Contains($":{Port}", TakenPort.Sentence(refusal), StringComparison.Ordinal);
        Assert.Contains("--silo-port", TakenPort.Sentence(refusal), StringComparison.Ordinal);
        Assert.DoesNotContain('\n', TakenPort.Sentence(refusal));
    }

    [Fact]
    public void Is_PortOfASocketWithinOthers_IsFound()
    {
        using var second = new TcpListener(IPAddress.Loopback, Port);
        var refusal = Assert.Throws<SocketException>(second.Start);

        Assert.True(TakenPort.Is(new AggregateException(new InvalidOperationException("start", refusal))));
        Assert.False(TakenPort.Is(new IOException("the disk is full")));
    }
}
