using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Architecture;

/// <summary>
/// Which namespace of an assembly uses which other one of it, read from its compiled code; constants leave no trace there.
/// </summary>
internal sealed class NamespaceGraph
{
    private const BindingFlags All = BindingFlags.DeclaredOnly | BindingFlags.Instance | BindingFlags.Static
        | BindingFlags.Public | BindingFlags.NonPublic;

    private readonly Assembly _assembly;
    private readonly SortedSet<(string From, string To)> _uses = [];

    private NamespaceGraph(Assembly assembly) => _assembly = assembly;

    /// <summary>
    /// The uses that are part of a cycle, as <c>A -> B</c>: without all of them there would be none. A namespace and those inside it are
    /// one room and may know one another.
    /// </summary>
    public static ImmutableArray<string> CyclicUses(Assembly assembly)
    {
        var graph = new NamespaceGraph(assembly);
        foreach (var type in assembly.GetTypes().Where(type => !IsGenerated(type)))
        {
            graph.Read(type);
        }

        return [.. graph._uses.Where(use => graph.Reaches(use.To, use.From)).Select(use => $"{use.From} -> {use.To}")];
    }

    private bool Reaches(string from, string to)
    {
        var seen = new HashSet<string>([from], StringComparer.Ordinal);
        var open = new Queue<string>(seen);
        while (open.TryDequeue(out var next))
        {
            foreach (var use in _uses.Where(use => use.From == next && seen.Add(use.To)))
            {
                open.Enqueue(use.To);
            }
        }

        return seen.Contains(to);
    }

    private void Read(Type type)
    {
        Note(type, type.BaseType);
        foreach (var face in type.GetInterfaces())
        {
            Note(type, face);
        }

        foreach (var attribute in type.GetCustomAttributesData())
        {
            Note(type, attribute.AttributeType);
        }

        foreach (var field in type.GetFields(All))
        {
            Note(type, field.FieldType);
        }

        foreach (var method in type.GetMethods(All).Concat<MethodBase>(type.GetConstructors(All)))
        {
            Read(type, method);
        }
    }

    private void Read(Type type, MethodBase method)
    {
        Note(type, (method as MethodInfo)?.ReturnType);
        foreach (var parameter in method.GetParameters())
        {
            Note(type, parameter.ParameterType);
        }

        foreach (var local in method.GetMethodBody()?.LocalVariables ?? [])
        {
            Note(type, local.LocalType);
        }

        foreach (var member in MethodCode.Operands(method).OfType<MemberInfo>())
        {
            Note(type, member as Type ?? member.DeclaringType);
            foreach (var argument in member is MethodInfo { IsGenericMethod: true } generic ? generic.GetGenericArguments() : [])
            {
                Note(type, argument);
            }
        }
    }

    private void Note(Type user, Type? used)
    {
        foreach (var part in used is { IsGenericType: true } ? used.GetGenericArguments() : [])
        {
            Note(user, part);
        }

        if (used is { HasElementType: true })
        {
            Note(user, used.GetElementType());
        }
        else if (used is { IsGenericParameter: false, Namespace: { } to } && used.Assembly == _assembly
            && user.Namespace is { } from && !IsOneRoom(from, to) && !IsOneRoom(to, from))
        {
            _uses.Add((from, to));
        }
    }

    private static bool IsOneRoom(string outer, string inner) =>
        inner == outer || inner.StartsWith(outer + ".", StringComparison.Ordinal);

    // Nobody wrote what Orleans and the compiler generate; state machines and closures stand for the code that they are made of.
    private static bool IsGenerated(Type type) =>
        type.Namespace is not { } name || name.StartsWith("OrleansCodeGen", StringComparison.Ordinal)
        || !name.StartsWith("OrleansAssets", StringComparison.Ordinal)
        || Outermost(type).GetCustomAttribute<CompilerGeneratedAttribute>() is not null;

    private static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;
}
