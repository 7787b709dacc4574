using System.Collections.Concurrent;

namespace Orleans.Runtime;

/// <summary>The activations of this silo, at most one per grain.</summary>
sealed class Catalog(Silo silo, GrainClasses classes)
{
    readonly ConcurrentDictionary<GrainId, Lazy<Activation>> _activations = new();

    internal IEnumerable<Activation> Activations => _activations.Values.Where(a => a.IsValueCreated).Select(a => a.Value);

    internal Activation? Find(GrainId grainId) => _activations.TryGetValue(grainId, out var found) ? found.Value : null;

    internal void Deliver(GrainCall call)
    {
        while (true)
        {
            var activation = GetOrCreate(call.Target);
            if (activation.TryReceive(call)) return;

            Remove(activation);
        }
    }

    internal void Remove(Activation activation)
    {
        if (_activations.TryGetValue(activation.GrainId, out var found) && found.IsValueCreated && ReferenceEquals(found.Value, activation))
            _activations.TryRemove(new(activation.GrainId, found));
    }

    Activation GetOrCreate(GrainId grainId)
    {
        if (_activations.TryGetValue(grainId, out var found)) return found.Value;

        var grainClass = classes.Find(grainId.Type)
            ?? throw new ArgumentException($"No grain class has the type '{grainId.Type}' of grain '{grainId}'.");
        return _activations.GetOrAdd(grainId, id => new(() => Create(grainClass, id))).Value;
    }

    Activation Create(GrainClass grainClass, GrainId grainId)
    {
        var activation = new Activation(silo, grainClass, grainId);
        activation.Activate();
        return activation;
    }
}
