using System.Globalization;
using Npgsql;
using Orleans.Runtime;
using OrleansAssets.Database;
using OrleansAssets.Silo.Failures;
using OrleansAssets.Silo.Hosting.Telemetry;

namespace OrleansAssets.Silo.Hosting;

/// <summary>
/// Says in the log when the database fails and when it works again, with the calls that failed meanwhile, and how the time between goes
/// once a minute. Starts a private server again that is gone, and sees to it that no other silo has the database as its own.
/// </summary>
internal sealed partial class DatabaseWatch(
    DatabaseProbe probe, StorageFaults faults, AssetsDatabase database, IFatalErrorHandler fatal, SiloMetrics metrics,
    ILogger<DatabaseWatch> logger)
    : RecurringService(AskedEvery, TimeProvider.System) // of the wall, as the database's own
{
    private static readonly TimeSpan AskedEvery = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan ToldEvery = TimeSpan.FromMinutes(1);

    private Outage? _outage;

    protected override async Task RoundAsync(CancellationToken cancellationToken)
    {
        var fault = await probe.AskAsync();
        if (cancellationToken.IsCancellationRequested)
        {
            return;
        }

        metrics.Tried(fault is null);
        Note(fault);
        await (fault is null ? HoldAsync(cancellationToken) : ReviveAsync(cancellationToken));
    }

    protected override void Tell(string reason, double seconds) => LogFailed(reason, seconds);

    private async Task HoldAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (!await database.HoldAsync(cancellationToken))
            {
                fatal.OnFatalException(this, "another silo took the database while this one had no connection to it");
            }
        }
        catch (NpgsqlException)
        {
            // It was lost between two looks: the next one tells of it.
        }
    }

    private void Note(string? fault)
    {
        var now = Clock.GetUtcNow();
        switch (_outage, fault)
        {
            case (null, { } began):
                _outage = new Outage(now, faults.Count, now);
                LogBegan(began);
                break;
            case ({ } outage, { } goesOn) when now - outage.ToldAt >= ToldEvery:
                _outage = outage with { ToldAt = now };
                LogGoesOn(Words(now - outage.Since), faults.Count - outage.CountBefore, goesOn);
                break;
            case ({ } outage, null):
                _outage = null;
                LogEnded(Words(now - outage.Since), faults.Count - outage.CountBefore);
                break;
        }
    }

    private async Task ReviveAsync(CancellationToken cancellationToken)
    {
        try
        {
            await database.ReviveAsync(cancellationToken);
        }
        catch (DatabaseUnavailableException exception) when (_outage is { } outage)
        {
            // The words of the first try and then one a minute: it is tried every few seconds.
            var now = Clock.GetUtcNow();
            if (outage.NotRevivedToldAt is not { } toldAt || now - toldAt >= ToldEvery)
            {
                _outage = outage with { NotRevivedToldAt = now };
                LogNotRevived(exception.Message);
            }
        }
    }

    private static string Words(TimeSpan time) => time.TotalMinutes < 2
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0} s")
        : string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0} min");

    [LoggerMessage(1130, LogLevel.Error,
        "The database does not work, and what needs it fails until it does (asked again every few seconds): {Fault}")]
    private partial void LogBegan(string fault);

    [LoggerMessage(1131, LogLevel.Error, "The database has not worked for {Duration}, and {Count} calls have failed: {Fault}")]
    private partial void LogGoesOn(string duration, long count, string fault);

    [LoggerMessage(1132, LogLevel.Information, "The database works again after {Duration}, in which {Count} calls failed.")]
    private partial void LogEnded(string duration, long count);

    [LoggerMessage(1133, LogLevel.Error, "{Reason}")]
    private partial void LogNotRevived(string reason);

    [LoggerMessage(1134, LogLevel.Error, "The database could not be looked after: {Reason}. It is tried again every {Seconds} s")]
    private partial void LogFailed(string reason, double seconds);

    /// <summary>Since when it lasts, the failed calls before it, and when it was last told of.</summary>
    private sealed record Outage(DateTimeOffset Since, long CountBefore, DateTimeOffset ToldAt)
    {
        /// <summary>When the log was last told that the server could not be started again; null for never.</summary>
        public DateTimeOffset? NotRevivedToldAt { get; init; }
    }
}
