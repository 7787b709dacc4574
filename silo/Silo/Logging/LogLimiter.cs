using System.Globalization;
using OrleansAssets.Database;

namespace OrleansAssets.Silo.Logging;

/// <summary>What becomes of an event of the log.</summary>
internal enum LogVerdict
{
    Whole,

    /// <summary>The message and the exception's own words, without its stack.</summary>
    WithoutStack,

    /// <summary>Counted only.</summary>
    Counted,
}

/// <summary>
/// Keeps an outage from filling the log, perhaps on the very disk that is full: of each kind of failure one event a minute is written,
/// and the others are counted. Only failures that come in floods are limited: events with an exception, and warnings of the frameworks.
/// What the product says in words of its own is always written, but for a warning in the very same words within a minute, which tells
/// nothing new.
/// </summary>
internal sealed class LogLimiter(TimeProvider time)
{
    /// <summary>A kind's stack is worth reading once; its cause does not change within an hour.</summary>
    private static readonly TimeSpan StackEvery = TimeSpan.FromHours(1);

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    /// <summary>Kinds that are remembered at a time; one more is written without being limited.</summary>
    private const int KindsMax = 500;

    /// <summary>
    /// Most of one kind in a minute where there is no exception: two silos that are lost are two events with the same number.
    /// </summary>
    private const int WithoutExceptionMax = 5;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Kind> _kinds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Said> _said = new(StringComparer.Ordinal);

    /// <param name="words">The message as it would be written.</param>
    public LogVerdict Judge(LogLevel level, string category, EventId id, string words, Exception? exception)
    {
        // One failing database makes everything fail that needs it, in the words of each; its cause is outside of this program, and no
        // stack tells anything of it.
        var fault = level < LogLevel.Warning || exception is null ? null : DatabaseKind(exception);
        var name = fault is null ? KindOf(level, category, id, exception) : $"failures of the database ({fault})";
        if (name is null)
        {
            return level < LogLevel.Warning ? LogVerdict.Whole : JudgeWords(category, id, words);
        }

        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (!_kinds.TryGetValue(name, out var kind))
            {
                if (_kinds.Count >= KindsMax)
                {
                    return LogVerdict.WithoutStack;
                }

                _kinds.Add(name, new Kind(now));
                return fault is null ? LogVerdict.Whole : LogVerdict.WithoutStack;
            }

            return now - kind.WrittenAt < Window
                ? JudgeMore(kind, hasException: exception is not null)
                : JudgeFirst(kind, now, isOfTheDatabase: fault is not null);
        }
    }

    /// <summary>A warning of the product's own.</summary>
    private LogVerdict JudgeWords(string category, EventId id, string words)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (_said.TryGetValue(words, out var said) && now - said.WrittenAt < Window)
            {
                said.Unwritten++;
                return LogVerdict.Counted;
            }

            if (said is not null || _said.Count < KindsMax)
            {
                _said[words] = new Said(now, $"{category} [{Number(id)}]");
            }

            return LogVerdict.Whole;
        }
    }

    /// <summary>One more within a minute.</summary>
    private static LogVerdict JudgeMore(Kind kind, bool hasException)
    {
        if (!hasException && kind.Written < WithoutExceptionMax)
        {
            kind.Written++;
            return LogVerdict.Whole;
        }

        kind.Unwritten++;
        return LogVerdict.Counted;
    }

    /// <summary>The first of a minute.</summary>
    private static LogVerdict JudgeFirst(Kind kind, DateTimeOffset now, bool isOfTheDatabase)
    {
        (kind.WrittenAt, kind.Written) = (now, 1);
        if (now - kind.StackAt < StackEvery || isOfTheDatabase)
        {
            return LogVerdict.WithoutStack;
        }

        kind.StackAt = now;
        return LogVerdict.Whole;
    }

    /// <summary>
    /// A sentence for each kind of which events were counted in a minute that is over. Forgets kinds that have been quiet.
    /// </summary>
    public IReadOnlyList<string> TakeCounts()
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            List<string> told = [];
            foreach (var (name, kind) in _kinds.Where(one => now - one.Value.WrittenAt >= Window).ToArray())
            {
                if (kind.Unwritten > 0)
                {
                    told.Add(string.Create(
                        CultureInfo.InvariantCulture, $"{kind.Unwritten} more like it since {kind.WrittenAt:HH:mm:ss}: {name}"));
                    kind.Unwritten = 0;
                }

                if (now - kind.WrittenAt > StackEvery)
                {
                    _kinds.Remove(name);
                }
            }

            foreach (var (words, said) in _said.Where(one => now - one.Value.WrittenAt >= Window).ToArray())
            {
                if (said.Unwritten > 0)
                {
                    told.Add(string.Create(
                        CultureInfo.InvariantCulture,
                        $"{said.Unwritten} more in the same words since {said.WrittenAt:HH:mm:ss}: {said.Name}"));
                }

                _said.Remove(words);
            }

            return told;
        }
    }

    /// <summary>Null for an event that is always written.</summary>
    private static string? KindOf(LogLevel level, string category, EventId id, Exception? exception)
    {
        if (level < LogLevel.Warning)
        {
            return null;
        }

        if (!category.StartsWith("OrleansAssets.", StringComparison.Ordinal))
        {
            return exception is null ? $"{category} [{Number(id)}]" : $"{category} [{Number(id)}] {exception.GetType().Name}";
        }

        // Not by the message, in which each grain names itself: a hundred grains that fail alike are one kind.
        return exception is null ? null : $"{category} [{Number(id)}] {exception.GetType().Name}";
    }

    private static string? DatabaseKind(Exception exception) => DatabaseFault.Of(exception) is { } fault
        ? fault.Kind.ToString()
        : exception is StorageUnavailableException or DatabaseUnavailableException ? "told" : null;

    private static string Number(EventId id) => id.Id.ToString(CultureInfo.InvariantCulture);

    /// <summary>Words that were written less than a minute ago, or have been said since.</summary>
    private sealed class Said(DateTimeOffset now, string name)
    {
        public DateTimeOffset WrittenAt { get; } = now;

        public string Name { get; } = name;

        public long Unwritten { get; set; }
    }

    private sealed class Kind(DateTimeOffset now)
    {
        public DateTimeOffset WrittenAt { get; set; } = now;

        public DateTimeOffset StackAt { get; set; } = now;

        public int Written { get; set; } = 1;

        public long Unwritten { get; set; }
    }
}
