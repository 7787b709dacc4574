using System.Collections.Concurrent;
using System.Reflection;

namespace Orleans.Runtime;

/// <summary>Makes grain references.</summary>
sealed class GrainReferences(OutgoingCalls calls, IGrainInterfaceMap map) : IGrainFactory
{
    readonly ConcurrentDictionary<Type, Func<object>> _constructors = new();

    internal OutgoingCalls Calls { get; } = calls;

    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(primaryKey);
        return (TGrainInterface)Create(typeof(TGrainInterface), GrainId.Create(map.Resolve(typeof(TGrainInterface), grainClassNamePrefix), primaryKey));
    }

    public IGrain GetGrain(Type grainInterfaceType, string grainPrimaryKey)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(grainPrimaryKey);
        return (IGrain)Create(grainInterfaceType, GrainId.Create(map.Resolve(grainInterfaceType, null), grainPrimaryKey));
    }

    public TGrainInterface GetGrain<TGrainInterface>(GrainId grainId)
        where TGrainInterface : IAddressable => (TGrainInterface)Create(typeof(TGrainInterface), grainId);

    internal object Create(Type type, GrainId grainId)
    {
        if (!type.IsInterface || !typeof(IAddressable).IsAssignableFrom(type))
            throw new ArgumentException($"{type.FullName} is not a grain interface.", nameof(type));

        var proxy = _constructors.GetOrAdd(type, static t => () => DispatchProxy.Create(t, typeof(GrainReferenceProxy)))();
        ((GrainReferenceProxy)proxy).Bind(this, type, grainId);
        return proxy;
    }
}
