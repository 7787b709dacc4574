using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Concurrency;
using Orleans.Serialization.Invocation;

namespace Orleans.Runtime;

/// <summary>All that is known of one grain class, found out once.</summary>
sealed class GrainClass
{
    readonly Lazy<ObjectFactory> _factory;
    readonly ParameterInfo[] _facets;
    readonly Func<object?, IInvokable, bool> _mayInterleave;

    internal GrainClass(Type type)
    {
        Type = type;
        GrainType = type.GetCustomAttribute<GrainTypeAttribute>()?.GetGrainType(null!, type) ?? GrainType.Create(ConventionalName(type)); // the services are not used
        Interfaces = [.. type.GetInterfaces().Where(i => typeof(IAddressable).IsAssignableFrom(i) && i.Assembly != typeof(Grain).Assembly)];
        AgeLimit = type.GetCustomAttribute<CollectionAgeLimitAttribute>()?.AgeLimit;
        _facets = Facets(type);
        _factory = new(() => ActivatorUtilities.CreateFactory(type, [.. _facets.Select(f => f.ParameterType)]));
        _mayInterleave = type.IsDefined(typeof(ReentrantAttribute)) ? static (_, _) => true : Predicate(type);
    }

    internal Type Type { get; }

    internal GrainType GrainType { get; }

    internal Type[] Interfaces { get; }

    internal TimeSpan? AgeLimit { get; }

    internal object Construct(Activation activation) => _factory.Value(
        activation.ActivationServices,
        [.. _facets.Select(f => f.GetCustomAttribute<PersistentStateAttribute>() is { } state ? PersistentStates.Make(activation, f, state) : activation)]);

    internal bool MayInterleave(object? instance, IInvokable call) => _mayInterleave(instance, call);

    /// <summary>The constructor parameters that come from the activation, not from the services.</summary>
    static ParameterInfo[] Facets(Type type) =>
        [.. type.GetConstructors().OrderByDescending(c => c.GetParameters().Length).FirstOrDefault()?.GetParameters()
            .Where(p => p.ParameterType == typeof(IGrainContext) || p.IsDefined(typeof(PersistentStateAttribute))) ?? []];

    static string ConventionalName(Type type)
    {
        var name = type.Name.Split('`')[0];
        if (name.EndsWith("Grain", StringComparison.OrdinalIgnoreCase) && name.Length > "Grain".Length) name = name[..^"Grain".Length];
        return name.ToLowerInvariant();
    }

    static Func<object?, IInvokable, bool> Predicate(Type type)
    {
        if (type.GetCustomAttribute<MayInterleaveAttribute>() is not { } attribute) return static (_, _) => false;

        var method = type.GetMethod(
            attribute.CallbackMethodName,
            BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.FlattenHierarchy,
            [typeof(IInvokable)]);
        if (method?.ReturnType != typeof(bool))
            throw new InvalidOperationException($"{type.Name} has no method bool {attribute.CallbackMethodName}(IInvokable), which its [MayInterleave] names.");

        var invoker = MethodInvoker.Create(method);
        return (instance, call) => (bool)invoker.Invoke(instance, call)!; // returns bool
    }
}
