using System.Collections.Immutable;

namespace OrleansAssets.Sandbox.Faults;

/// <summary>The faults in force, one a source. Safe for concurrent calls.</summary>
internal sealed class SandboxFaults
{
    private readonly Lock _lock = new();
    private ImmutableSortedDictionary<string, SandboxFault> _bySource =
        ImmutableSortedDictionary.Create<string, SandboxFault>(StringComparer.Ordinal);

    /// <summary>Sets the fault of some sources in place of the ones they had.</summary>
    public void Set(IEnumerable<string> sourceIds, SandboxFault fault)
    {
        lock (_lock)
        {
            _bySource = _bySource.SetItems(sourceIds.Select(sourceId => KeyValuePair.Create(sourceId, fault)));
        }
    }

    /// <summary>Ends the faults of some sources.</summary>
    public void Clear(IEnumerable<string> sourceIds)
    {
        lock (_lock)
        {
            _bySource = _bySource.RemoveRange(sourceIds);
        }
    }

    /// <summary>The faults that are not over.</summary>
    public ImmutableSortedDictionary<string, SandboxFault> InForce(DateTimeOffset now)
    {
        lock (_lock)
        {
            _bySource = _bySource.RemoveRange(_bySource.Where(entry => entry.Value.IsOver(now)).Select(entry => entry.Key));
            return _bySource;
        }
    }

    /// <summary>The fault that strikes a call to a source, which counts as one of its calls; null where none does.</summary>
    public SandboxFault? Strike(string sourceId, DateTimeOffset now)
    {
        lock (_lock)
        {
            if (!InForce(now).TryGetValue(sourceId, out var fault))
            {
                return null;
            }

            if (fault.Remaining is { } remaining)
            {
                _bySource = _bySource.SetItem(sourceId, fault with { Remaining = remaining - 1 });
            }

            return fault;
        }
    }
}

/// <summary>How a vendor of the sandbox is told to misbehave.</summary>
/// <param name="Kind">What goes wrong.</param>
/// <param name="Remaining">Calls that it still strikes; null without such a bound.</param>
/// <param name="Until">When it ends (exclusive); null without such a bound.</param>
/// <param name="LatencyMs">For <see cref="SandboxFaultKind.Latency"/>: how much later the answer comes, in milliseconds.</param>
/// <param name="RetryAfterSeconds">For refusals: what the Retry-After header says; null leaves it out.</param>
internal sealed record SandboxFault(
    SandboxFaultKind Kind, int? Remaining, DateTimeOffset? Until, int LatencyMs, int? RetryAfterSeconds)
{
    public bool IsOver(DateTimeOffset now) => Remaining <= 0 || Until <= now;
}

/// <summary>What can go wrong.</summary>
internal enum SandboxFaultKind
{
    /// <summary>The answer is right and late.</summary>
    Latency = 0,

    /// <summary>HTTP 429.</summary>
    RateLimited = 1,

    /// <summary>HTTP 500.</summary>
    ServerError = 2,

    /// <summary>HTTP 200 with the first half of the answer.</summary>
    Truncated = 3,

    /// <summary>HTTP 200 with an error page, as from a gateway.</summary>
    Html = 4,

    /// <summary>HTTP 200 in which every number with a decimal point has the wrong sign.</summary>
    WrongNumbers = 5,

    /// <summary>A stream of quotes says nothing, and its connection stands.</summary>
    StreamSilence = 6,

    /// <summary>A stream's connection is cut, and each that follows.</summary>
    StreamDisconnect = 7,

    /// <summary>A stream tells everything twice.</summary>
    StreamDuplicates = 8,

    /// <summary>A stream tells the present, and then what was half a minute before.</summary>
    StreamOutOfOrder = 9,

    /// <summary>A stream tells each second two hundred times as much.</summary>
    StreamBurst = 10,

    /// <summary>
    /// HTTP 200 in which the longest list lacks the fifth in its middle, as where a vendor has lost a stretch of its history.
    /// </summary>
    MissingRows = 11,
}
