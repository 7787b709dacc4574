using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using OrleansAssets.Silo.Failures;
using OrleansAssets.Silo.Logging;

namespace OrleansAssets.Tests.Silo;

public sealed class LogLimiterTests
{
    private const string Product = "OrleansAssets.Silo.Hosting.StorageFaultFilter";
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));
    private readonly LogLimiter _limiter;

    public LogLimiterTests() => _limiter = new LogLimiter(_time);

    [Fact]
    public void Judge_OutageOfTwoMinutes_WritesOneLineAMinuteAndNoStack()
    {
        var verdicts = new List<LogVerdict>();
        var counts = new List<string>();
        for (var call = 0; call < 120_000; call++)
        {
            counts.AddRange(_limiter.TakeCounts());
            verdicts.Add(Judge(Product, 1011, Stopped()));
            _time.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.Equal([LogVerdict.WithoutStack, LogVerdict.WithoutStack], verdicts.Where(verdict => verdict != LogVerdict.Counted));
        Assert.Equal("59999 more like it since 12:00:00: failures of the database (Starting)", Assert.Single(counts));
    }

    [Fact]
    public void Judge_OneFaultToldByManyCategories_IsOneKind()
    {
        Assert.Equal(LogVerdict.WithoutStack, Judge(Product, 1011, Stopped()));
        Assert.Equal(LogVerdict.Counted, Judge("Orleans.Grain", 100, Stopped()));
        Assert.Equal(LogVerdict.Counted, Judge("Npgsql.Command", 5, new InvalidOperationException("outer", Stopped())));
    }

    [Fact]
    public void Judge_AnotherFault_IsWrittenAtOnce()
    {
        Judge(Product, 1011, Stopped());

        Assert.Equal(LogVerdict.Whole, Judge(Product, 1011, new InvalidOperationException("bug")));
    }

    [Fact]
    public void Judge_GrainsThatFailAlike_AreOneKind()
    {
        Assert.Equal(LogVerdict.Whole, Judge(Product, 2203, new TimeoutException("asset/NVDA did not answer")));

        Assert.Equal(LogVerdict.Counted, Judge(Product, 2203, new TimeoutException("asset/TSLA did not answer")));
    }

    [Fact]
    public void Judge_WhatTheProductSaysInItsOwnWords_IsNeverCounted()
    {
        for (var halt = 0; halt < 100; halt++)
        {
            Assert.Equal(LogVerdict.Whole, Judge("OrleansAssets.Grains.Portfolio", 2000, exception: null, $"Halt {halt} stands"));
        }

        Assert.Empty(_limiter.TakeCounts());
    }

    /// <summary>As what is tried again every few seconds says while it fails.</summary>
    [Fact]
    public void Judge_WarningOfTheProductInTheSameWords_IsOneAMinuteAndCounted()
    {
        var verdicts = new List<LogVerdict>();
        var counts = new List<string>();
        for (var attempt = 0; attempt < 24; attempt++)
        {
            counts.AddRange(_limiter.TakeCounts());
            verdicts.Add(Judge("OrleansAssets.Silo.Hosting.DatabaseWatch", 1133, exception: null, "It did not start."));
            Assert.Equal(LogVerdict.Whole, _limiter.Judge(LogLevel.Information, Product, new EventId(1), "It goes on.", null));
            _time.Advance(TimeSpan.FromSeconds(5));
        }

        Assert.Equal(2, verdicts.Count(verdict => verdict == LogVerdict.Whole));
        Assert.Equal("11 more in the same words since 12:00:00: OrleansAssets.Silo.Hosting.DatabaseWatch [1133]", Assert.Single(counts));
    }

    [Fact]
    public void Judge_WarningsOfAFramework_AreFiveAMinute()
    {
        var verdicts = Enumerable.Range(0, 20).Select(_ => Judge("Orleans.Messaging", 7, exception: null)).ToList();

        Assert.Equal(5, verdicts.Count(verdict => verdict == LogVerdict.Whole));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("15 more like it since 12:00:00: Orleans.Messaging [7]", Assert.Single(_limiter.TakeCounts()));
        Assert.Empty(_limiter.TakeCounts());
    }

    private LogVerdict Judge(string category, int id, Exception? exception, string words = "It failed.") =>
        _limiter.Judge(LogLevel.Warning, category, new EventId(id), words, exception);

    private static PostgresException Stopped() => new("starting up", "FATAL", "FATAL", PostgresErrorCodes.CannotConnectNow);
}
