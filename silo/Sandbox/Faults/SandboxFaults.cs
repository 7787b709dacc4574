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
