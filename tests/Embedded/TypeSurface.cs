using System.Reflection;

namespace OrleansAssets.Tests.Embedded;

/// <summary>The public and protected surface of a type as comparable lines. A member whose types cannot be resolved has no line.</summary>
sealed class TypeSurface
{
    const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public TypeSurface(Type type)
    {
        Lines = [Kind(type)];
        Add(() => type.BaseType is { } parent && !IsPlain(parent) ? $"base {SignatureText.Of(parent)}" : null);
        foreach (var contract in Try(type.GetInterfaces) ?? []) Add(() => $"implements {SignatureText.Of(contract)}");
        foreach (var member in type.GetMembers(All)) Add(() => Line(member));
        if (type.IsEnum)
            foreach (var field in type.GetFields(BindingFlags.Public | BindingFlags.Static)) Add(() => $"{field.Name} = {field.GetRawConstantValue()}");
    }

    public HashSet<string> Lines { get; }

    void Add(Func<string?> line)
    {
        if (Try(line) is { } text) Lines.Add(text);
    }

    static T? Try<T>(Func<T?> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is FileNotFoundException or TypeLoadException)
        {
            return null;
        }
    }

    static bool IsPlain(Type type) => type.FullName is "System.Object" or "System.ValueType" or "System.Enum" or "System.MulticastDelegate";

    static string Kind(Type type) => (type.IsInterface, type.IsEnum, type.IsValueType, type.IsAbstract, type.IsSealed) switch
    {
        (true, _, _, _, _) => "interface",
        (_, true, _, _, _) => "enum",
        (_, _, true, _, _) => "struct",
        (_, _, _, true, true) => "static class",
        (_, _, _, true, _) => "abstract class",
        (_, _, _, _, true) => "sealed class",
        _ => "class",
    };

    static string? Line(MemberInfo member) => member switch
    {
        MethodBase { IsPublic: false, IsFamily: false, IsFamilyOrAssembly: false } => null,
        MethodBase method => SignatureText.Of(method),
        FieldInfo { IsPublic: false, IsFamily: false } => null,
        FieldInfo field => $"{(field.IsStatic ? "static " : "")}field {SignatureText.Of(field.FieldType)} {field.Name}",
        _ => null,
    };
}
