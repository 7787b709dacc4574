namespace Orleans.Runtime;

/// <summary>Ends activations that have been idle for their limit.</summary>
sealed class IdleCollector(Silo silo) : IDisposable
{
    ITimer? _timer;

    internal void Start()
    {
        var quantum = silo.Collection.CollectionQuantum;
        using (ExecutionContext.SuppressFlow()) _timer = silo.Clocks.Activations.CreateTimer(_ => Collect(), null, quantum, quantum);
    }

    public void Dispose() => _timer?.Dispose();

    void Collect()
    {
        foreach (var activation in silo.Catalog.Activations)
        {
            if (activation.IsIdle(Limit(activation.Class)))
                activation.Deactivate(new(DeactivationReasonCode.ActivationIdle, "Idle for the collection age."));
        }
    }

    TimeSpan Limit(GrainClass grainClass)
    {
        var name = grainClass.Type.FullName ?? grainClass.Type.Name;
        return silo.Collection.ClassSpecificCollectionAge.TryGetValue(name, out var age) ? age : grainClass.AgeLimit ?? silo.Collection.CollectionAge;
    }
}
