using System.Reflection;

namespace OrleansAssets.Tests.Embedded;

/// <summary>
/// The public and protected surface of a type as comparable lines. The packages come without their dependencies, so some of their members
/// cannot be read whole; of those only the name is known, and <see cref="Has"/> asks no more of them.
/// </summary>
sealed class TypeSurface
{
    const string Contracts = "implements";
    const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
    readonly HashSet<string> _unreadable = new(StringComparer.Ordinal);

    public TypeSurface(Type type)
    {
        Add("kind", () => Kind(type));
        Add("base", () => type.BaseType is { } parent && !IsPlain(parent) ? $"base {SignatureText.Of(parent)}" : null);
        Add(Contracts, () =>
        {
            foreach (var contract in type.GetInterfaces()) Add(Contracts, () => $"implements {SignatureText.Of(contract)}");
            return null;
        });
        foreach (var member in type.GetMembers(All)) Add(member.Name, () => Line(member));
        if (type.IsEnum)
            foreach (var field in type.GetFields(BindingFlags.Public | BindingFlags.Static))
                Add(field.Name, () => $"{field.Name} = {field.GetRawConstantValue()}");
    }

    /// <summary>Each line with the name of its member.</summary>
    public Dictionary<string, string> Lines { get; } = new(StringComparer.Ordinal);

    public bool Has(KeyValuePair<string, string> line) => Lines.ContainsKey(line.Key) || _unreadable.Contains(line.Value);

    void Add(string name, Func<string?> line)
    {
        try
        {
            if (line() is { } text) Lines.TryAdd(text, name);
        }
        catch (Exception e) when (e is FileNotFoundException or TypeLoadException)
        {
            _unreadable.Add(name);
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
