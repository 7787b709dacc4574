using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace OrleansAssets.Tests.Support;

/// <summary>Keeps what the product itself logs, in order.</summary>
internal sealed class CollectedLog : ILoggerProvider
{
    private readonly ConcurrentQueue<LogLine> _lines = new();

    public IReadOnlyList<LogLine> All => [.. _lines];

    /// <summary>Those of some event ids.</summary>
    public IReadOnlyList<LogLine> Of(params int[] ids) => [.. _lines.Where(line => ids.Contains(line.Id))];

    public ILogger CreateLogger(string categoryName) => new Logger(_lines);

    public void Dispose()
    {
    }

    private sealed class Logger(ConcurrentQueue<LogLine> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue(new LogLine(eventId.Id, logLevel, formatter(state, exception)));
    }
}

internal sealed record LogLine(int Id, LogLevel Level, string Text);
