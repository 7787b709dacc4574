using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;

namespace Orleans.Serialization;

/// <summary>Copies values of one declared type, so that no object is shared by two activations.</summary>
sealed class ValueCopier
{
    static readonly ConcurrentDictionary<Type, ValueCopier?> Known = new();
    readonly Type _type;

    ValueCopier(Type type) => _type = type;

    /// <summary>The copier of the parameter; null when its values never change.</summary>
    internal static ValueCopier? Of(ParameterInfo parameter) => Of(parameter.ParameterType, parameter);

    /// <inheritdoc cref="Of(ParameterInfo)"/>
    internal static ValueCopier? Of(Type type, ICustomAttributeProvider declaration) =>
        declaration.IsDefined(typeof(ImmutableAttribute), inherit: false) ? null : Of(type);

    /// <inheritdoc cref="Of(ParameterInfo)"/>
    internal static ValueCopier? Of(Type type) => Known.GetOrAdd(type, static t => Immutability.IsImmutable(t) ? null : new ValueCopier(t));

    internal object? Copy(object value)
    {
        var type = _type == typeof(object) ? value.GetType() : _type;
        if (type != _type && Immutability.IsImmutable(type)) return value;
        if (value is byte[] bytes) return bytes.Clone();

        return JsonSerializer.Deserialize(JsonSerializer.SerializeToUtf8Bytes(value, _type, WireJson.Options), _type, WireJson.Options);
    }
}
