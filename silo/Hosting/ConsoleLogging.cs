using Microsoft.Extensions.Logging.Console;

namespace OrleansAssets.Silo.Hosting;

/// <summary>Logs for somebody who watches the terminal: one line an event, UTC times, the frameworks only when they warn.</summary>
internal static class ConsoleLogging
{
    public static ILoggingBuilder AddAssetsConsole(this ILoggingBuilder logging) => logging
        .SetMinimumLevel(LogLevel.Information)
        .AddFilter("Microsoft", LogLevel.Warning)
        .AddFilter("System", LogLevel.Warning)
        .AddFilter("Npgsql", LogLevel.Warning)
        .AddFilter("Orleans", LogLevel.Warning)
        .AddFilter("OrleansAssets", LogLevel.Information) // the longer prefix wins
        .AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "HH:mm:ss ";
            console.ColorBehavior = LoggerColorBehavior.Default;
        });
}
