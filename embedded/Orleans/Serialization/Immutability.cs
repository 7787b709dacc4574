using System.Collections.Concurrent;
using System.Net;
using System.Reflection;
using Orleans.Runtime;

namespace Orleans.Serialization;

/// <summary>Says of which types values never change.</summary>
static class Immutability
{
    static readonly ConcurrentDictionary<Type, bool> Known = new();
    static readonly HashSet<Type> Simple =
    [
        typeof(string), typeof(decimal), typeof(DateTime), typeof(DateTimeOffset), typeof(DateOnly), typeof(TimeOnly), typeof(TimeSpan), typeof(Guid),
        typeof(Uri), typeof(Version), typeof(Int128), typeof(UInt128), typeof(Half), typeof(CancellationToken), typeof(IPAddress), typeof(Type),
        typeof(GrainId), typeof(GrainType), typeof(IdSpan), typeof(System.Numerics.BigInteger),
    ];

    internal static bool IsImmutable(Type type) => Known.TryGetValue(type, out var known) ? known : Known.GetOrAdd(type, Find);

    static bool Find(Type type)
    {
        if (type.IsPrimitive || type.IsEnum || Simple.Contains(type) || typeof(IAddressable).IsAssignableFrom(type)) return true;
        if (type.IsDefined(typeof(ImmutableAttribute), inherit: false)) return true;
        if (!type.IsGenericType) return false;

        var open = type.GetGenericTypeDefinition();
        return IsContainer(open) && type.GetGenericArguments().All(IsImmutable);
    }

    static bool IsContainer(Type open) => open == typeof(Nullable<>) || open == typeof(KeyValuePair<,>)
        || string.Equals(open.Namespace, "System.Collections.Immutable", StringComparison.Ordinal)
        || string.Equals(open.Namespace, "System.Collections.Frozen", StringComparison.Ordinal)
        || (string.Equals(open.Namespace, nameof(System), StringComparison.Ordinal)
            && (open.Name.StartsWith("ValueTuple`", StringComparison.Ordinal) || open.Name.StartsWith("Tuple`", StringComparison.Ordinal)));
}
