using System.Globalization;
using OrleansAssets.Database;

namespace OrleansAssets.Silo.Hosting;

/// <summary>
/// Waits at the start for a database server that does not serve yet: it starts later than the silo, or is being restarted, or has no
/// connection free. What waiting cannot heal (a wrong password, a database that is not there) ends the start at once.
/// </summary>
internal static partial class DatabaseWait
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan ToldEvery = TimeSpan.FromSeconds(10);

    /// <param name="tellAsync">Told at each attempt what is waited for.</param>
    /// <exception cref="DatabaseUnavailableException">It cannot be used, or not within the time.</exception>
    public static async Task<T> UntilItServesAsync<T>(
        Func<Task<T>> prepare, Func<string, Task> tellAsync, TimeSpan timeMax, ILogger logger, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var (started, told) = (time.GetTimestamp(), (TimeSpan?)null);
        while (true)
        {
            try
            {
                return await prepare();
            }
            catch (DatabaseUnavailableException exception) when (exception.InnerException is { } cause && MayPass(cause))
            {
                var waited = time.GetElapsedTime(started);
                if (waited + Pause > timeMax)
                {
                    var waitedFor = string.Create(CultureInfo.InvariantCulture, $"{timeMax.TotalSeconds:0} s");
                    throw timeMax == TimeSpan.Zero
                        ? exception
                        : new DatabaseUnavailableException($"{exception.Message} It was waited for {waitedFor} (--database-wait).", cause);
                }

                await tellAsync(exception.Message);
                if (told is null || waited - told >= ToldEvery)
                {
                    told = waited;
                    LogWaiting(logger, exception.Message, (int)waited.TotalSeconds, (int)timeMax.TotalSeconds);
                }
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    private static bool MayPass(Exception cause) => DatabaseFault.Of(cause) is { MayPass: true };

    [LoggerMessage(1125, LogLevel.Warning, "The start waits for the database ({Waited} s of at most {Most} s): {Fault}")]
    private static partial void LogWaiting(ILogger logger, string fault, int waited, int most);
}
