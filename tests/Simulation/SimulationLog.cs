using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace OrleansAssets.Tests.Simulation;

/// <summary>
/// What the product warned of and what any part failed with, with the virtual time. What the framework says of a slow machine is left out,
/// and that a health check is unhealthy: who asks, as the start does until the silo is ready, has it for an answer.
/// </summary>
internal sealed class SimulationLog(TimeProvider clock) : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _lines = new();

    public IReadOnlyCollection<string> Lines => _lines;

    public ILogger CreateLogger(string categoryName) => new Category(this, categoryName);

    public void Dispose()
    {
    }

    private sealed class Category(SimulationLog log, string name) : ILogger
    {
        private readonly LogLevel _least = name switch
        {
            "Microsoft.Extensions.Diagnostics.HealthChecks.DefaultHealthCheckService" => LogLevel.None,
            _ when name.StartsWith("OrleansAssets", StringComparison.Ordinal) => LogLevel.Warning,
            _ => LogLevel.Error,
        };

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= _least;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                log._lines.Enqueue($"{log.Now:u} {logLevel} {name}: {formatter(state, exception)} {exception?.Message}");
            }
        }
    }

    private DateTimeOffset Now => clock.GetUtcNow();
}
