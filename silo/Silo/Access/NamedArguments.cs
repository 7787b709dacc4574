using System.Collections.Concurrent;
using System.Reflection;
using Orleans.Serialization.Invocation;

namespace OrleansAssets.Silo.Access;

/// <summary>
/// Puts the name of an identity where a call says who asks: an argument <c>by</c>, or the property <c>Operator</c> or <c>By</c> of a
/// record.
/// </summary>
internal static class NamedArguments
{
    private static readonly ConcurrentDictionary<MethodInfo, (int Index, PropertyInfo? Property)[]> Known = new();

    public static void Replace(IInvokable request, MethodInfo method, string name)
    {
        foreach (var (index, property) in Known.GetOrAdd(method, Find))
        {
            if (request.GetArgument(index) is { } argument)
            {
                request.SetArgument(index, property is null ? name : WithName(argument, property, name));
            }
        }
    }

    private static (int Index, PropertyInfo? Property)[] Find(MethodInfo method) =>
    [
        .. method.GetParameters().Where(parameter => parameter.ParameterType != typeof(CancellationToken))
            .Select((parameter, index) => (Index: index, Parameter: parameter))
            .Select(one => (one.Index, one.Parameter, Property: PropertyOf(one.Parameter.ParameterType)))
            .Where(one => one.Property is not null || (one.Parameter.ParameterType == typeof(string) && one.Parameter.Name is "by"))
            .Select(one => (one.Index, one.Property)),
    ];

    private static PropertyInfo? PropertyOf(Type type) =>
        type.Assembly != typeof(Keys).Assembly ? null
        : new[] { type.GetProperty("Operator"), type.GetProperty("By") }
            .FirstOrDefault(property => property?.PropertyType == typeof(string));

    /// <summary>A copy of a record: what the caller sent stays as it was.</summary>
    private static object WithName(object record, PropertyInfo property, string name)
    {
        var copy = record.GetType().GetMethod("<Clone>$")!.Invoke(record, null)!; // what a record has, and what that answers
        property.SetValue(copy, name);
        return copy;
    }
}
