using Microsoft.Extensions.Logging.Abstractions;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Grains.Portfolio;
using OrleansAssets.Storage.Audit;
using OrleansAssets.Storage.Portfolio;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Storage;

/// <summary>Every command of a portfolio gets an answer, whatever becomes of what follows the write.</summary>
public sealed class CommandLoopTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Run_WhatFollowsTheWriteThrows_AnswersTheCommandThatWaitsBehindIt()
    {
        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var loop = Loop("throws", async _ =>
        {
            written.TrySetResult();
            await release.Task;
            throw new IOException("the snapshot could not be written");
        });

        Assert.Equal(1, await DepositAsync(loop, "first").WaitAsync(Patience));
        await written.Task.WaitAsync(Patience);
        var second = DepositAsync(loop, "second"); // nothing comes after it that would set the loop going
        release.SetResult();

        Assert.Equal(2, await second.WaitAsync(Patience));
        Assert.Equal(3, await DepositAsync(loop, "third").WaitAsync(Patience));
    }

    [Fact]
    public async Task Run_TheBookCannotBeRead_AnswersEveryCommandThatWaits()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var loop = new CommandLoop(
            "unread", Journal(), ReadAsync, _ => Task.CompletedTask, TestMeters.Portfolio, TimeProvider.System, NullLogger.Instance);
        Task<long>[] commands = [DepositAsync(loop, "first"), DepositAsync(loop, "second")];
        asked.SetResult();

        foreach (var command in commands)
        {
            await Assert.ThrowsAsync<IOException>(() => command.WaitAsync(Patience));
        }

        async Task<PortfolioBook> ReadAsync()
        {
            await asked.Task;
            throw new IOException("the journal could not be read");
        }
    }

    private static Task<long> DepositAsync(CommandLoop loop, string flow) =>
        loop.RunAsync(draft => draft.Append(new CashMoved(flow, 1, "test", "hash"), "Ada"));

    private CommandLoop Loop(string portfolioId, Func<BookDraft, Task> onWrittenAsync) =>
        new(
            portfolioId, Journal(), () => Task.FromResult(new PortfolioBook()), onWrittenAsync, TestMeters.Portfolio, TimeProvider.System,
            NullLogger.Instance);

    private PortfolioJournal Journal() => new(postgres.DataSource, new AuditLog(postgres.DataSource));
}
