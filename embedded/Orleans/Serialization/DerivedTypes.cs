using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Orleans.Runtime;

namespace Orleans.Serialization;

/// <summary>The types that may stand where a base type is declared, named by alias or full name.</summary>
static class DerivedTypes
{
    static readonly ConcurrentDictionary<string, Type?> ByName = new(StringComparer.Ordinal);
    static readonly Lazy<Type[]> All = new(() =>
        [.. ApplicationAssemblies.Types().Where(t => t.IsDefined(typeof(GenerateSerializerAttribute), inherit: false))]);

    internal static void Apply(JsonTypeInfo info)
    {
        if (info.Type.IsSealed || info.Type.IsValueType) return;

        var derived = All.Value.Where(t => info.Type.IsAssignableFrom(t) && t is { IsAbstract: false, ContainsGenericParameters: false }).ToList();
        if (derived.Count == 0 || (derived.Count == 1 && derived[0] == info.Type)) return;

        info.PolymorphismOptions = new() { TypeDiscriminatorPropertyName = "$type" };
        foreach (var type in derived) info.PolymorphismOptions.DerivedTypes.Add(new JsonDerivedType(type, NameOf(type)));
    }

    internal static string NameOf(Type type) => type.GetCustomAttribute<AliasAttribute>(inherit: false)?.Alias ?? type.FullName ?? type.Name;

    internal static Type? Find(string name) => ByName.GetOrAdd(name, static n =>
        typeof(object).Assembly.GetType(n) is { } simple && Immutability.IsImmutable(simple)
            ? simple
            : Array.Find(All.Value, t => string.Equals(NameOf(t), n, StringComparison.Ordinal)));
}
