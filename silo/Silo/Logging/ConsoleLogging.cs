using System.Globalization;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace OrleansAssets.Silo.Logging;

/// <summary>Logs for somebody who watches the terminal: one line an event, UTC times, the frameworks only when they warn.</summary>
internal static class ConsoleLogging
{
    public static ILoggingBuilder AddAssetsConsole(this ILoggingBuilder logging)
    {
        logging.Services.TryAddSingleton(TimeProvider.System);
        return logging
            .SetMinimumLevel(LogLevel.Information)
            .AddFilter("Microsoft", LogLevel.Warning)
            .AddFilter("System", LogLevel.Warning)
            .AddFilter("Npgsql", LogLevel.Warning)
            .AddFilter("Polly", LogLevel.Warning)
            .AddFilter("Orleans", LogLevel.Warning)
            .AddFilter("OrleansAssets", LogLevel.Information) // the longer prefix wins
            .AddConsole(console => console.FormatterName = ConsoleLineFormatter.FormatterName)
            .AddConsoleFormatter<ConsoleLineFormatter, ConsoleFormatterOptions>();
    }
}

/// <summary>
/// One line an event: UTC time, the level where it is not plain information, the message; a stack trace below it. Failures that come in
/// floods are written once a minute and counted.
/// </summary>
internal sealed class ConsoleLineFormatter(TimeProvider clock) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "assets";

    private readonly long _started = clock.GetTimestamp();
    private readonly LogLimiter _limiter = new(clock);

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        if (FrameworkNotes.IsPointless(logEntry, clock.GetElapsedTime(_started)))
        {
            return;
        }

        foreach (var count in _limiter.TakeCounts())
        {
            textWriter.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{clock.GetUtcNow():HH:mm:ss} {count}"));
        }

        var message = logEntry.Formatter(logEntry.State, logEntry.Exception);
        var verdict = _limiter.Judge(logEntry.LogLevel, logEntry.Category, logEntry.EventId, logEntry.Exception);
        if (verdict == LogVerdict.Counted)
        {
            return; // the console writes nothing where the formatter did not
        }

        var level = logEntry.LogLevel == LogLevel.Information ? "" : $"{logEntry.LogLevel} ";
        var category = logEntry.LogLevel >= LogLevel.Warning ? $" ({logEntry.Category})" : "";
        var text = verdict == LogVerdict.Whole ? message : FirstLine(message);
        textWriter.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{clock.GetUtcNow():HH:mm:ss} {level}{text}{category}"));
        if (logEntry.Exception is { } exception)
        {
            textWriter.WriteLine(verdict == LogVerdict.Whole
                ? exception.ToString()
                : $"    {exception.GetBaseException().GetType()}: {FirstLine(exception.GetBaseException().Message)}");
        }
    }

    private static string FirstLine(string text) => text.Split('\n', 2)[0].TrimEnd();
}
