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
        var (silo, side) = (StartFault.Of(refusal, StartFault.SiloPorts), StartFault.Of(refusal, StartFault.WebPorts));
        Assert.Equal((1, 1), (silo?.ExitCode, side?.ExitCode));
        Assert.Contains($":{Port}", silo!.Sentence, StringComparison.Ordinal);
        Assert.Contains("--silo-port", silo.Sentence, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', silo.Sentence);
        Assert.Contains("--port and --tls-port", side!.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_DiskThatIsFull_IsASentenceAndABugIsNone()
    {
        var full = StartFault.Of(new IOException("No space left on device : '/data/run.json'"), StartFault.SiloPorts);

        Assert.Equal(1, full?.ExitCode);
        Assert.Contains("No space left on device", full!.Sentence, StringComparison.Ordinal);
        Assert.Null(StartFault.Of(new InvalidOperationException("bug"), StartFault.SiloPorts));
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
