using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace Orleans.Runtime;

/// <summary>What constructor parameters with <see cref="PersistentStateAttribute"/> receive.</summary>
static class PersistentStates
{
    static readonly ConcurrentDictionary<Type, Func<Activation, PersistentStateAttribute, IGrainStorage, object>> Makers = new();

    internal static object Make(Activation activation, ParameterInfo parameter, PersistentStateAttribute attribute)
    {
        if (!parameter.ParameterType.IsGenericType || parameter.ParameterType.GetGenericTypeDefinition() != typeof(IPersistentState<>))
            throw new OrleansConfigurationException(
                $"Parameter '{parameter.Name}' of {activation.Class.Type.Name} has [PersistentState] and must be an IPersistentState<T>.");

        return Makers.GetOrAdd(parameter.ParameterType, MakerOf)(activation, attribute, Provider(activation, attribute));
    }

    static IGrainStorage Provider(Activation activation, PersistentStateAttribute attribute)
    {
        var services = activation.ActivationServices;
        if (attribute.StorageName is { Length: > 0 } name)
        {
            return services.GetKeyedService<IGrainStorage>(name) ?? throw new BadProviderConfigException(
                $"No storage provider named \"{name}\" found loading grain type {activation.Class.Type.FullName}.");
        }

        return services.GetService<IGrainStorage>() ?? services.GetKeyedService<IGrainStorage>(Providers.ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME)
            ?? throw new BadProviderConfigException($"No default storage provider found loading grain type {activation.Class.Type.FullName}.");
    }

    static Func<Activation, PersistentStateAttribute, IGrainStorage, object> MakerOf(Type type)
    {
        var make = typeof(PersistentStates).GetMethod(nameof(MakeOne), BindingFlags.Static | BindingFlags.NonPublic)!; // below
        return make.MakeGenericMethod(type.GetGenericArguments()).CreateDelegate<Func<Activation, PersistentStateAttribute, IGrainStorage, object>>();
    }

    static PersistentState<TState> MakeOne<TState>(Activation activation, PersistentStateAttribute attribute, IGrainStorage storage)
    {
        var state = new PersistentState<TState>(attribute.StateName, activation, storage);
        activation.StateReads.Add(state.ReadStateAsync);
        return state;
    }
}
