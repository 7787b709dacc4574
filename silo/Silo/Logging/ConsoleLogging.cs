using System.Globalization;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Console;

namespace OrleansAssets.Silo.Logging;

/// <summary>For whom the console's lines are written.</summary>
internal enum LogFormat
{
    /// <summary>Somebody who watches the terminal.</summary>
    Text,

    /// <summary>A program that collects them: an object of JSON a line.</summary>
    Json,
}

/// <summary>Logs on the console: one line an event, UTC times, the frameworks only when they warn.</summary>
internal static class ConsoleLogging
{
    public static ILoggingBuilder AddAssetsConsole(this ILoggingBuilder logging, LogFormat format = LogFormat.Text)
    {
        logging.Services.TryAddSingleton(TimeProvider.System);
        return logging
            .SetMinimumLevel(LogLevel.Information)
            .AddFilter("Microsoft", LogLevel.Warning)
            .AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None) // whoever asks is answered
            .AddFilter("System", LogLevel.Warning)
            .AddFilter("Npgsql", LogLevel.Warning)
            .AddFilter("Polly", LogLevel.Warning)
            .AddFilter("Orleans", LogLevel.Warning)
            .AddFilter("OrleansAssets", LogLevel.Information) // the longer prefix wins
            .AddConsole(console => console.FormatterName =
                format == LogFormat.Json ? JsonLineFormatter.FormatterName : ConsoleLineFormatter.FormatterName)
            .AddConsoleFormatter<ConsoleLineFormatter, ConsoleFormatterOptions>()
            .AddConsoleFormatter<JsonLineFormatter, ConsoleFormatterOptions>();
    }
}

/// <summary>
/// One line an event: UTC time, the level where it is not plain information, the message; a stack trace below it.
/// </summary>
internal sealed class ConsoleLineFormatter(TimeProvider clock) : LimitedFormatter(FormatterName, clock)
{
    public const string FormatterName = "assets";

    protected override void WriteCount(TextWriter writer, DateTimeOffset now, string count) =>
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{now:HH:mm:ss} {count}"));

    protected override void WriteEvent(TextWriter writer, DateTimeOffset now, in LoggedEvent logged)
    {
        var level = logged.Level == LogLevel.Information ? "" : $"{logged.Level} ";
        var category = logged.Level >= LogLevel.Warning ? $" ({logged.Category})" : "";
        var text = logged.IsWhole ? logged.Message : FirstLine(logged.Message);
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{now:HH:mm:ss} {level}{text}{category}"));
        if (logged.Exception is { } exception)
        {
            writer.WriteLine(logged.IsWhole
                ? exception.ToString()
                : $"    {exception.GetBaseException().GetType()}: {FirstLine(exception.GetBaseException().Message)}");
        }
    }
}
