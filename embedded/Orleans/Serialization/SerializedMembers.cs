using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization.Metadata;

namespace Orleans.Serialization;

/// <summary>Gives a type with <see cref="GenerateSerializerAttribute"/> exactly its <see cref="IdAttribute"/> members and record parameters.</summary>
static class SerializedMembers
{
    const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    internal static void Apply(JsonTypeInfo info)
    {
        if (info.Kind != JsonTypeInfoKind.Object || !info.Type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false)) return;

        var members = new Dictionary<string, MemberInfo>(StringComparer.Ordinal);
        for (var type = info.Type; type is not null && type != typeof(object); type = type.BaseType)
            foreach (var member in Of(type)) members.TryAdd(member.Name, member);

        foreach (var known in info.Properties.ToList())
        {
            if (members.Remove(known.Name, out var member)) Complete(known, member);
            else info.Properties.Remove(known);
        }

        foreach (var (name, member) in members)
        {
            var added = info.CreateJsonPropertyInfo(member is FieldInfo field ? field.FieldType : ((PropertyInfo)member).PropertyType, name);
            Complete(added, member);
            info.Properties.Add(added);
        }

        if (!info.Type.IsAbstract && !info.Type.IsValueType && info.Type.GetConstructor(Type.EmptyTypes) is null)
            info.CreateObject = () => RuntimeHelpers.GetUninitializedObject(info.Type);
        DerivedTypes.Apply(info);
    }

    static IEnumerable<MemberInfo> Of(Type type)
    {
        var marked = type.GetMembers(Declared).Where(m => m is FieldInfo or PropertyInfo && m.IsDefined(typeof(IdAttribute), inherit: false));
        var primary = IncludesPrimary(type) ? PrimaryConstructor(type) : null;
        return primary is null
            ? marked
            : marked.Concat(primary.GetParameters().Select(p => type.GetProperty(p.Name!, Declared)!)); // PrimaryConstructor checked them
    }

    static bool IncludesPrimary(Type type) => type.GetCustomAttribute<GenerateSerializerAttribute>(inherit: false) is { } attribute
        && (attribute.IncludePrimaryConstructorParameters || type.GetMethod("PrintMembers", Declared) is not null);

    static ConstructorInfo? PrimaryConstructor(Type type) => type.GetConstructors(Declared)
        .Where(c => c.GetParameters() is { Length: > 0 } parameters
            && parameters.All(p => type.GetProperty(p.Name ?? "", Declared)?.PropertyType == p.ParameterType))
        .OrderByDescending(c => c.GetParameters().Length).FirstOrDefault();

    static void Complete(JsonPropertyInfo target, MemberInfo member)
    {
        target.Get ??= member is FieldInfo field ? field.GetValue : ((PropertyInfo)member).GetValue;
        target.Set ??= member switch
        {
            FieldInfo settable => settable.SetValue,
            PropertyInfo { SetMethod: not null } property => property.SetValue,
            _ => member.DeclaringType?.GetField($"<{member.Name}>k__BackingField", Declared) is { } backing ? backing.SetValue : null,
        };
        target.ShouldSerialize = null;
        target.IsRequired = false;
    }
}
