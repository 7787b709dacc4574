using Npgsql;
using OrleansAssets.Grains.Portfolio;

namespace OrleansAssets.Silo.Hosting;

/// <summary>
/// Compares this machine's clock with the database's, at the start and every half minute, and says so where they are far apart: while they
/// are, no day begins by this clock. On virtual time there is nothing to compare.
/// </summary>
internal sealed partial class ClockWatch(
    NpgsqlDataSource dataSource, ClockCheck check, TimeProvider clock, ILogger<ClockWatch> logger)
    : RecurringService(Every, TimeProvider.System)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(30);

    private bool _isFar;

    protected override Task BeginAsync(CancellationToken cancellationToken) => TryAsync(RoundAsync, cancellationToken);

    protected override async Task RoundAsync(CancellationToken cancellationToken)
    {
        if (clock != TimeProvider.System)
        {
            return;
        }

        try
        {
            await using var command = dataSource.CreateCommand("SELECT clock_timestamp()");
            if (await command.ExecuteScalarAsync(cancellationToken) is DateTime now)
            {
                check.Note(new DateTimeOffset(now, TimeSpan.Zero));
            }
        }
        catch (NpgsqlException)
        {
            // That the database does not work is told elsewhere; what was seen last goes on by measured time.
            return;
        }

        var ahead = check.Ahead ?? TimeSpan.Zero;
        var isFar = ahead.Duration() > ClockCheck.ApartMax;
        if (isFar && !_isFar)
        {
            LogFar(ahead > TimeSpan.Zero ? "ahead of" : "behind", Math.Round(ahead.Duration().TotalSeconds));
        }
        else if (!isFar && _isFar)
        {
            LogNear();
        }

        _isFar = isFar;
    }

    protected override void Tell(string reason, double seconds) => LogFailed(reason, seconds);

    [LoggerMessage(1155, LogLevel.Error,
        "This machine's clock is {Seconds} s {Direction} the database's: days begin by the database's until they agree. Set the clock")]
    private partial void LogFar(string direction, double seconds);

    [LoggerMessage(1156, LogLevel.Information, "This machine's clock agrees with the database's again")]
    private partial void LogNear();

    [LoggerMessage(1157, LogLevel.Warning, "This machine's clock could not be compared: {Reason}. It is tried again every {Seconds} s")]
    private partial void LogFailed(string reason, double seconds);
}
