using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace Orleans.Runtime;

/// <summary>The grain classes of the application.</summary>
sealed class GrainClasses : IGrainInterfaceMap
{
    readonly Dictionary<GrainType, GrainClass> _byType = [];
    readonly ILookup<Type, GrainClass> _byInterface;

    public GrainClasses()
    {
        foreach (var type in ApplicationAssemblies.Types().Where(IsGrainClass))
        {
            var grainClass = new GrainClass(type);
            if (!_byType.TryAdd(grainClass.GrainType, grainClass))
                throw new OrleansConfigurationException(
                    $"{type.FullName} and {_byType[grainClass.GrainType].Type.FullName} have the same grain type '{grainClass.GrainType}'; give one a [GrainType].");
        }

        _byInterface = _byType.Values.SelectMany(c => c.Interfaces.Select(i => (Interface: i, Class: c))).ToLookup(p => p.Interface, p => p.Class);
    }

    internal IEnumerable<GrainClass> All => _byType.Values;

    internal GrainClass? Find(GrainType type) => _byType.GetValueOrDefault(type);

    internal IEnumerable<(Type Interface, GrainType Type)> Unambiguous =>
        _byInterface.Where(g => g.Count() == 1).Select(g => (g.Key, g.First().GrainType));

    internal Type? FindInterface(string fullName) =>
        _byInterface.FirstOrDefault(g => string.Equals(g.Key.FullName, fullName, StringComparison.Ordinal))?.Key ?? FindOwnInterface(fullName);

    public GrainType Resolve(Type grainInterface, string? classNamePrefix)
    {
        var found = _byInterface[grainInterface].Where(c => classNamePrefix is null
            || (c.Type.FullName ?? c.Type.Name).StartsWith(classNamePrefix, StringComparison.Ordinal)).ToList();
        return found switch
        {
            [var only] => only.GrainType,
            [] => throw new ArgumentException($"Could not find an implementation for interface {grainInterface.FullName}."),
            _ => ByName(grainInterface, found),
        };
    }

    static GrainType ByName(Type grainInterface, List<GrainClass> found) =>
        (found.Find(c => string.Equals(c.Type.Name, grainInterface.Name[1..], StringComparison.Ordinal))
            ?? throw new ArgumentException(
                $"Several classes implement {grainInterface.FullName}: {string.Join(", ", found.Select(c => c.Type.Name))}. Name one by grainClassNamePrefix.")).GrainType;

    static bool IsGrainClass(Type type) => type is { IsClass: true, IsAbstract: false, IsGenericTypeDefinition: false }
        && (typeof(IGrainBase).IsAssignableFrom(type) || typeof(IGrain).IsAssignableFrom(type))
        && !typeof(GrainReferenceProxy).IsAssignableFrom(type);

    /// <summary>An interface of the engine that grains implement, such as IRemindable.</summary>
    static Type? FindOwnInterface(string fullName) =>
        typeof(Grain).Assembly.GetType(fullName) is { IsInterface: true } type && typeof(IAddressable).IsAssignableFrom(type) ? type : null;
}
