using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Orleans.Runtime;
using Orleans.Serialization;

namespace Orleans.Storage;

/// <summary>Versions and values in a dictionary; values are kept as bytes, so nobody shares them.</summary>
sealed class MemoryStorage : IGrainStorage
{
    readonly ConcurrentDictionary<(string State, GrainId Grain), Entry> _entries = new();
    long _version;

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var entry = _entries.GetValueOrDefault((stateName, grainId));
        grainState.State = entry is null ? default! : JsonSerializer.Deserialize<T>(entry.Value, WireJson.Options)!; // the engine replaces a null by a new state
        grainState.ETag = entry?.ETag;
        grainState.RecordExists = entry is not null;
        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var next = new Entry(
            Interlocked.Increment(ref _version).ToString(CultureInfo.InvariantCulture),
            JsonSerializer.SerializeToUtf8Bytes(grainState.State, WireJson.Options));
        var key = (stateName, grainId);
        var current = Match(key, grainState.ETag);
        if (!(current is null ? _entries.TryAdd(key, next) : _entries.TryUpdate(key, next, current))) throw Conflict(key, grainState.ETag);

        grainState.ETag = next.ETag;
        grainState.RecordExists = true;
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var key = (stateName, grainId);
        if (Match(key, grainState.ETag) is { } current && !_entries.TryRemove(new(key, current))) throw Conflict(key, grainState.ETag);

        grainState.State = default!; // the engine replaces it by a new state
        grainState.ETag = null;
        grainState.RecordExists = false;
        return Task.CompletedTask;
    }

    Entry? Match((string State, GrainId Grain) key, string? etag)
    {
        var current = _entries.GetValueOrDefault(key);
        return string.Equals(current?.ETag, etag, StringComparison.Ordinal) ? current : throw Conflict(key, etag);
    }

    InconsistentStateException Conflict((string State, GrainId Grain) key, string? etag) => new(
        $"State '{key.State}' of grain {key.Grain} has another version.", _entries.GetValueOrDefault(key)?.ETag, etag);

    sealed record Entry(string ETag, byte[] Value);
}
