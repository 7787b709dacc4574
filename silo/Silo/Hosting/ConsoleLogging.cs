using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Console;

namespace OrleansAssets.Silo.Hosting;

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
            .AddConsole(console => console.FormatterName = ConsoleLine.FormatterName)
            .AddConsoleFormatter<ConsoleLine, ConsoleFormatterOptions>();
    }
}
