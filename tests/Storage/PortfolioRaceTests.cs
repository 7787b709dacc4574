using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Storage;
using OrleansAssets.Domain.Audit;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Grains.Portfolio;
using OrleansAssets.Storage.Audit;
using OrleansAssets.Storage.Portfolio;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Storage;

/// <summary>Two activations of one portfolio, as a parted cluster may have them, on one journal.</summary>
public sealed class PortfolioRaceTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task Run_BehindAnotherWriter_IsRefusedAndGoesOnFromWhatIsWritten()
    {
        var (first, second) = (Loop("behind"), Loop("behind"));
        await first.GetAsync();
        await second.GetAsync();

        Assert.Equal(1, await DepositAsync(first, "first", 100));
        await Assert.ThrowsAsync<InconsistentStateException>(() => DepositAsync(second, "second", 50));

        Assert.Equal(100, (await second.GetAsync()).Cash);
        Assert.Equal(2, await DepositAsync(second, "second", 50));
        Assert.Equal(["first", "second"], await FlowsAsync("behind"));
    }

    [Fact]
    public async Task Run_BothAtOnce_LetsOneOfThemWriteEachTime()
    {
        const int Rounds = 20;
        CommandLoop[] loops = [Loop("at_once"), Loop("at_once")];
        var written = 0;
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var loop in loops)
            {
                await loop.GetAsync(); // who lost reads again: both stand at the same entry
            }

            var outcomes = await Task.WhenAll(loops.Select((loop, index) => Task.Run(() => TryAsync(loop, $"{round}-{index}"))));
            Assert.Single(outcomes, wrote => wrote);
            written++;
        }

        Assert.Equal(Rounds, (await FlowsAsync("at_once")).Length);
        Assert.Equal(written, (await Loop("at_once").GetAsync()).Cash);
    }

    private static async Task<bool> TryAsync(CommandLoop loop, string flow)
    {
        try
        {
            await DepositAsync(loop, flow, 1);
            return true;
        }
        catch (InconsistentStateException)
        {
            return false;
        }
    }

    private static Task<long> DepositAsync(CommandLoop loop, string flow, decimal amount) =>
        loop.RunAsync(draft => draft.Append(new CashMoved(flow, amount, "test", "hash"), "Ada"));

    private CommandLoop Loop(string portfolioId)
    {
        var journal = Journal();
        return new CommandLoop(
            portfolioId, journal, LoadAsync, _ => Task.CompletedTask, TestMeters.Portfolio, TimeProvider.System, NullLogger.Instance);

        async Task<PortfolioBook> LoadAsync()
        {
            var book = new PortfolioBook();
            foreach (var entry in await journal.ReadAsync(portfolioId, 0, 1_000, CancellationToken.None))
            {
                Assert.Null(AuditChain.FaultOf(book.Head, entry));
                var read = PortfolioEventJson.Read(entry.Kind, entry.Payload);
                book = PortfolioFold.Apply(book, read, entry.Sequence, entry.At, entry.Actor) with { Head = entry.Position };
            }

            return book;
        }
    }

    private PortfolioJournal Journal() => new(postgres.DataSource, new AuditLog(postgres.DataSource));

    private async Task<string[]> FlowsAsync(string portfolioId) =>
        [.. (await Journal().ReadAsync(portfolioId, 0, 1_000, CancellationToken.None))
            .Select(entry => ((CashMoved)PortfolioEventJson.Read(entry.Kind, entry.Payload)).FlowId)];
}
