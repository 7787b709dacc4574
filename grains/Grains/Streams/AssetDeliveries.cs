using System.Collections.Immutable;
using OrleansAssets.Domain.Streams;

namespace OrleansAssets.Grains.Streams;

/// <summary>
/// Brings what a stream pushes to its assets, one thing at a time to each. One that does not answer, as its silo stands still, keeps nobody
/// waiting but itself: a round ends without it after <see cref="StreamRules.ToldWithin"/>, later rounds do not wait for it again, and once
/// it has answered it is told the newest of what came meanwhile.
/// </summary>
/// <param name="assetOf">Whom a thing is for.</param>
/// <param name="tell">Tells it; why it could not be, null where it was. Never throws.</param>
internal sealed class AssetDeliveries<T>(Func<T, string> assetOf, Func<T, Task<string?>> tell, TimeProvider time)
    where T : class
{
    private readonly Dictionary<string, Task<string?>> _underWay = new(StringComparer.Ordinal);
    private readonly Dictionary<string, T> _waiting = new(StringComparer.Ordinal);

    /// <summary>Whether anybody has not answered yet, or is still to be told.</summary>
    public bool IsUnderWay => _underWay.Count + _waiting.Count > 0;

    /// <summary>One round: why assets could not be told, of those that have answered since the round before.</summary>
    public async Task<ImmutableArray<string>> TellAsync(ImmutableArray<T> things)
    {
        var untold = await EndedAsync();
        foreach (var thing in things)
        {
            _waiting[assetOf(thing)] = thing;
        }

        var begun = new List<Task<string?>>();
        foreach (var (assetId, thing) in _waiting.Where(waits => !_underWay.ContainsKey(waits.Key)).ToArray())
        {
            _waiting.Remove(assetId);
            begun.Add(_underWay[assetId] = tell(thing));
        }

        try
        {
            await Task.WhenAll(begun).WaitAsync(StreamRules.ToldWithin, time);
        }
        catch (TimeoutException)
        {
            // Who has not answered is asked for in the rounds to come, and what it answers is told then.
        }

        return [.. untold, .. await EndedAsync()];
    }

    private async Task<ImmutableArray<string>> EndedAsync()
    {
        var untold = ImmutableArray.CreateBuilder<string>();
        foreach (var (assetId, told) in _underWay.Where(one => one.Value.IsCompleted).ToArray())
        {
            _underWay.Remove(assetId);
            if (await told is { } why)
            {
                untold.Add(why);
            }
        }

        return untold.DrainToImmutable();
    }
}
