using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using OrleansAssets.Database;
using OrleansAssets.Silo.Hosting;

namespace OrleansAssets.Tests.Silo;

/// <summary>The start waits for a server that does not serve yet, and for no other.</summary>
public sealed class DatabaseWaitTests
{
    private readonly FakeTimeProvider _time = new() { AutoAdvanceAmount = TimeSpan.FromMilliseconds(1) };
    private readonly List<string> _told = [];

    [Theory]
    [InlineData(PostgresErrorCodes.CannotConnectNow)]
    [InlineData(PostgresErrorCodes.TooManyConnections)]
    public async Task Wait_ServerStarts_GoesOnWhenItServes(string state)
    {
        var attempts = 0;
        var waiting = WaitAsync(3_600, () => ++attempts < 4 ? throw Refusal(state) : Task.FromResult("open"));
        while (!waiting.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal("open", await waiting);
        Assert.Equal(4, attempts);
        Assert.Equal(["not now.", "not now.", "not now."], _told);
    }

    [Fact]
    public async Task Wait_ServerNeverStarts_EndsWithinTheTimeAndSaysSo()
    {
        var waiting = WaitAsync(5, () => throw Refusal(PostgresErrorCodes.CannotConnectNow));
        while (!waiting.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        var refused = await Assert.ThrowsAsync<DatabaseUnavailableException>(() => waiting);
        Assert.Equal("not now. It was waited for 5 s (--database-wait).", refused.Message);
    }

    [Theory]
    [InlineData(PostgresErrorCodes.InvalidPassword)]
    [InlineData(PostgresErrorCodes.InvalidCatalogName)]
    public async Task Wait_WhatNoWaitingHeals_EndsAtOnce(string state)
    {
        var attempts = 0;

        await Assert.ThrowsAsync<DatabaseUnavailableException>(() => WaitAsync(60, () =>
        {
            attempts++;
            throw Refusal(state);
        }));

        Assert.Equal(1, attempts);
    }

    private Task<string> WaitAsync(int seconds, Func<Task<string>> prepare) => DatabaseWait.UntilItServesAsync(
        prepare, Told, TimeSpan.FromSeconds(seconds), NullLogger.Instance, _time, CancellationToken.None);

    private Task Told(string reason)
    {
        _told.Add(reason);
        return Task.CompletedTask;
    }

    private static DatabaseUnavailableException Refusal(string state) =>
        new("not now.", new PostgresException("text", "FATAL", "FATAL", state));
}
