using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;
using OrleansAssets.Storage;

namespace OrleansAssets.Tests.Support;

/// <summary>Grain storage that keeps the bytes that the product would store, so that a state must survive being written and read.</summary>
internal sealed class InMemoryStorage(FaultPlan faults) : IGrainStorage
{
    private readonly ConcurrentDictionary<(string State, string Grain), (BinaryData Bytes, int Version)> _rows = new();
    private readonly StateSerializer _serializer = new();
    private int _writes;

    /// <summary>Writes so far.</summary>
    public int Writes => _writes;

    /// <summary>Changes what is stored behind the grains' backs; their versions stay.</summary>
    public void Rewrite(string stateName, Action<JsonNode> change)
    {
        foreach (var (key, row) in _rows.Where(row => row.Key.State == stateName))
        {
            var state = JsonNode.Parse(row.Bytes)!; // a state is an object
            change(state);
            _rows[key] = (new BinaryData(state.ToJsonString()), row.Version);
        }
    }

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (_rows.TryGetValue((stateName, grainId.ToString()), out var row))
        {
            grainState.State = _serializer.Deserialize<T>(row.Bytes);
            grainState.ETag = Text(row.Version);
            grainState.RecordExists = true;
        }

        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        faults.StepAsync($"write {stateName}", () =>
    {
        var key = (stateName, grainId.ToString());
        var stored = _rows.TryGetValue(key, out var row) ? Text(row.Version) : null;
        if (stored != grainState.ETag)
        {
            throw new InconsistentStateException("Another version is stored.", stored, grainState.ETag);
        }

        _rows[key] = (_serializer.Serialize(grainState.State), row.Version + 1);
        grainState.ETag = Text(row.Version + 1);
        grainState.RecordExists = true;
        Interlocked.Increment(ref _writes);
        return Task.CompletedTask;
    });

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        _rows.TryRemove((stateName, grainId.ToString()), out _);
        (grainState.ETag, grainState.RecordExists) = (null, false);
        return Task.CompletedTask;
    }

    private static string Text(int version) => version.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
