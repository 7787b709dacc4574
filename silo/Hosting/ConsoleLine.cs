using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace OrleansAssets.Silo.Hosting;

/// <summary>One line an event: UTC time, the level where it is not plain information, the message; a stack trace below it.</summary>
internal sealed class ConsoleLine(TimeProvider clock) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "assets";

    private readonly long _started = clock.GetTimestamp();

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        if (FrameworkNotes.IsPointless(logEntry, clock.GetElapsedTime(_started)))
        {
            return;
        }

        var message = logEntry.Formatter(logEntry.State, logEntry.Exception);
        var level = logEntry.LogLevel == LogLevel.Information ? "" : $"{logEntry.LogLevel} ";
        var category = logEntry.LogLevel >= LogLevel.Warning ? $" ({logEntry.Category})" : "";
        textWriter.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{clock.GetUtcNow():HH:mm:ss} {level}{message}{category}"));
        if (logEntry.Exception is { } exception)
        {
            textWriter.WriteLine(exception);
        }
    }
}
