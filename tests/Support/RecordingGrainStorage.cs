using System.Collections.Concurrent;
using System.Globalization;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;
using OrleansAssets.Storage;

namespace OrleansAssets.Tests.Support;

/// <summary>Grain state as bytes of the product's serializer. Outlives a cluster; a test can look into it and wait.</summary>
internal sealed class RecordingGrainStorage : IGrainStorage
{
    private static readonly TimeSpan PatienceMax = TimeSpan.FromSeconds(30);
    private readonly StateSerializer _serializer = new();
    private readonly ConcurrentDictionary<(string Name, string Key), (BinaryData Payload, int Version)> _rows = [];
    private readonly ConcurrentDictionary<Guid, Action> _watchers = [];

    /// <summary>Called before a write, with the state's name; what it throws fails the write.</summary>
    public Func<string, Task> BeforeWrite { get; set; } = _ => Task.CompletedTask;

    /// <summary>The stored state, null where there is none.</summary>
    public T? Read<T>(string stateName, string key)
        where T : class => _rows.TryGetValue((stateName, key), out var row) ? _serializer.Deserialize<T>(row.Payload) : null;

    /// <summary>Waits until the stored state is as described.</summary>
    public async Task<T> WaitForAsync<T>(string stateName, string key, Func<T, bool> condition)
        where T : class
    {
        var found = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var id = Guid.NewGuid();
        _watchers[id] = Look;
        Look();
        try
        {
            return await found.Task.WaitAsync(PatienceMax);
        }
        catch (TimeoutException exception)
        {
            var text = _rows.TryGetValue((stateName, key), out var row) ? row.Payload.ToString() : "nothing";
            throw new TimeoutException($"{key} did not become what the test waits for; it stores {text}.", exception);
        }
        finally
        {
            _watchers.TryRemove(id, out _);
        }

        void Look()
        {
            if (Read<T>(stateName, key) is { } state && condition(state))
            {
                found.TrySetResult(state);
            }
        }
    }

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (_rows.TryGetValue((stateName, KeyOf(grainId)), out var row))
        {
            grainState.State = _serializer.Deserialize<T>(row.Payload);
            grainState.RecordExists = true;
            grainState.ETag = row.Version.ToString(CultureInfo.InvariantCulture);
        }

        return Task.CompletedTask;
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await BeforeWrite(stateName);
        var version = _rows.TryGetValue((stateName, KeyOf(grainId)), out var row) ? row.Version : 0;
        var expected = grainState.ETag is null ? 0 : int.Parse(grainState.ETag, CultureInfo.InvariantCulture);
        if (version != expected)
        {
            throw new InconsistentStateException($"{grainId} has version {version}, not {expected}.");
        }

        _rows[(stateName, KeyOf(grainId))] = (_serializer.Serialize(grainState.State), version + 1);
        grainState.ETag = (version + 1).ToString(CultureInfo.InvariantCulture);
        grainState.RecordExists = true;
        foreach (var look in _watchers.Values)
        {
            look();
        }
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        _rows.TryRemove((stateName, KeyOf(grainId)), out _);
        grainState.RecordExists = false;
        grainState.ETag = null;
        return Task.CompletedTask;
    }

    private static string KeyOf(GrainId grainId) => grainId.Key.ToString() ?? string.Empty;
}
