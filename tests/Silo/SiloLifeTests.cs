using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using OrleansAssets.Silo.Hosting;
using OrleansAssets.Tests.EndToEnd;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Silo;

/// <summary>A silo tells how the one before it in its data directory ended.</summary>
public sealed class SiloLifeTests : IDisposable
{
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(20);

    private readonly DataDirectory _directory = new();
    private readonly FakeTimeProvider _clock = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Start_InANewDirectory_ComesAfterNone()
    {
        var life = Life();
        Assert.Null(life.Now);

        await life.StartedAsync(default);
        _clock.Advance(TimeSpan.FromSeconds(7));

        Assert.Equal((SiloEnds.None, TimeSpan.FromSeconds(7)), life.Now);
    }

    [Theory]
    [InlineData(20, SiloEnds.Stop)]
    [InlineData(21, SiloEnds.LateStop)]
    public async Task Start_AfterAStop_SaysWhetherItKeptItsBudget(int seconds, string after)
    {
        var before = await BegunAsync();
        await before.StoppingAsync(default);
        _clock.Advance(TimeSpan.FromSeconds(seconds));
        await before.StoppedAsync(new CancellationToken(canceled: true)); // as a host does whose budget is spent

        Assert.Equal(after, (await BegunAsync()).Now?.After);
    }

    [Fact]
    public async Task Start_AfterAKillAmidAStop_ComesAfterALateStop()
    {
        await (await BegunAsync()).StoppingAsync(default);

        Assert.Equal(SiloEnds.LateStop, (await BegunAsync()).Now?.After);
    }

    [Fact]
    public async Task Start_AfterNoStop_ComesAfterACrash()
    {
        _ = await BegunAsync();

        Assert.Equal(SiloEnds.Crash, (await BegunAsync()).Now?.After);
    }

    /// <summary>A start that is tried again, as its database does not serve yet, hides nothing of how the last life ended.</summary>
    [Fact]
    public async Task Start_ThatFailed_IsNoLife()
    {
        _ = await BegunAsync();
        var failed = Life();
        await failed.StartingAsync(default);
        await failed.StoppingAsync(default);
        await failed.StoppedAsync(default);

        Assert.Equal(SiloEnds.Crash, (await BegunAsync()).Now?.After);
    }

    [Fact]
    public async Task File_ThatCannotBeWritten_KeepsNoSiloFromItsWork()
    {
        Directory.CreateDirectory(Path.Combine(_directory.Path, SiloLife.FileName, "taken"));
        var life = Life();

        await life.StartedAsync(default);
        await life.StoppingAsync(default);
        await life.StoppedAsync(default);

        Assert.Equal(SiloEnds.None, life.Now?.After);
    }

    private async Task<SiloLife> BegunAsync()
    {
        var life = Life();
        await life.StartedAsync(default);
        return life;
    }

    private SiloLife Life() => new(_directory.Path, Budget, _clock, NullLogger<SiloLife>.Instance);
}
