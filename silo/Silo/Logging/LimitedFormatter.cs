using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace OrleansAssets.Silo.Logging;

/// <summary>An event as it is written.</summary>
/// <param name="IsWhole">Whether with its stack; a kind's stack is worth reading once.</param>
internal readonly record struct LoggedEvent(
    LogLevel Level, string Category, EventId Id, string Message, Exception? Exception, bool IsWhole);

/// <summary>What every format leaves out: lines about nothing, and of failures that come in floods all but one a minute.</summary>
internal abstract class LimitedFormatter(string name, TimeProvider clock) : ConsoleFormatter(name)
{
    private readonly long _started = clock.GetTimestamp();
    private readonly LogLimiter _limiter = new(clock);

    public sealed override void Write<TState>(
        in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        if (FrameworkNotes.IsPointless(logEntry, clock.GetElapsedTime(_started)))
        {
            return;
        }

        foreach (var count in _limiter.TakeCounts())
        {
            WriteCount(textWriter, clock.GetUtcNow(), count);
        }

        var message = logEntry.Formatter(logEntry.State, logEntry.Exception);
        var verdict = _limiter.Judge(logEntry.LogLevel, logEntry.Category, logEntry.EventId, message, logEntry.Exception);
        if (verdict != LogVerdict.Counted) // the console writes nothing where the formatter did not
        {
            WriteEvent(textWriter, clock.GetUtcNow(), new LoggedEvent(
                logEntry.LogLevel, logEntry.Category, logEntry.EventId, message, logEntry.Exception, verdict == LogVerdict.Whole));
        }
    }

    /// <summary>Writes how many events of a kind were left out.</summary>
    protected abstract void WriteCount(TextWriter writer, DateTimeOffset now, string count);

    protected abstract void WriteEvent(TextWriter writer, DateTimeOffset now, in LoggedEvent logged);

    protected static string FirstLine(string text) => text.Split('\n', 2)[0].TrimEnd();
}
