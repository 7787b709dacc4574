using System.Collections.Concurrent;

namespace OrleansAssets.Tests.Embedded;

/// <summary>Lets a test hold calls at named places and see in which order things happened.</summary>
public sealed class Gates
{
    readonly ConcurrentDictionary<string, TaskCompletionSource> _open = new(StringComparer.Ordinal);
    readonly ConcurrentDictionary<string, TaskCompletionSource> _reached = new(StringComparer.Ordinal);
    readonly ConcurrentQueue<string> _journal = new();

    public IReadOnlyList<string> Journal => [.. _journal];

    public void Note(string entry) => _journal.Enqueue(entry);

    public void Open(string gate) => Get(_open, gate).TrySetResult();

    public Task Reached(string gate) => Get(_reached, gate).Task.WaitAsync(TimeSpan.FromSeconds(20));

    public Task PassAsync(string gate)
    {
        Get(_reached, gate).TrySetResult();
        return Get(_open, gate).Task;
    }

    public void Mark(string gate) => Get(_reached, gate).TrySetResult();

    static TaskCompletionSource Get(ConcurrentDictionary<string, TaskCompletionSource> gates, string name) =>
        gates.GetOrAdd(name, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
}
