using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using Orleans.Serialization.Invocation;

namespace OrleansAssets.Grains.Inner;

/// <summary>
/// Finds in the arguments of a client's call what the contract says that cannot be: nothing where something is required, and a value that
/// an enumeration does not have. Rules are spared it, and the client is told the place. What a request may leave out, it may.
/// </summary>
internal static class ArgumentCheck
{
    private const int DepthMax = 6;

    /// <summary>Items of a list that are looked into; the rows of an import have rules of their own.</summary>
    private const int ItemsMax = 100;

    private static readonly ConcurrentDictionary<MethodInfo, bool[]> Required = new();
    private static readonly ConcurrentDictionary<Type, Member[]> Members = new();

    /// <summary>The first fault in a sentence's beginning, e.g. <c>order.assetId is missing</c>; null without one.</summary>
    public static string? FaultOf(MethodInfo method, IInvokable request)
    {
        var parameters = method.GetParameters();
        var required = Required.GetOrAdd(method, RequiredOf);
        for (var index = 0; index < parameters.Length; index++)
        {
            if (parameters[index].ParameterType != typeof(CancellationToken)
                && FaultOf(parameters[index].Name ?? "argument", request.GetArgument(index), required[index], 0) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    private static string? FaultOf(string path, object? value, bool isRequired, int depth)
    {
        if (value is null)
        {
            return isRequired ? $"{path} is missing" : null;
        }

        var type = value.GetType();
        return value switch
        {
            string => null,
            Enum one => Enum.IsDefined(type, one) ? null : $"{path} is {one:D}, which it cannot be",
            IEnumerable items when IsDefaultArray(items, type) => isRequired ? $"{path} is missing" : null,
            IEnumerable items => depth > DepthMax ? null : FaultOfItems(path, items, depth),
            _ when depth > DepthMax || type.Assembly != typeof(Keys).Assembly => null,
            _ => FaultOfMembers(path, value, depth),
        };
    }

    private static string? FaultOfItems(string path, IEnumerable items, int depth)
    {
        var index = 0;
        foreach (var item in items)
        {
            if (item is null || index < ItemsMax)
            {
                if (FaultOf($"{path}[{index}]", item, isRequired: true, depth + 1) is { } fault)
                {
                    return fault;
                }
            }

            index++;
        }

        return null;
    }

    private static string? FaultOfMembers(string path, object value, int depth)
    {
        foreach (var member in Members.GetOrAdd(value.GetType(), MembersOf))
        {
            if (FaultOf($"{path}.{member.Name}", member.Property.GetValue(value), member.IsRequired, depth + 1) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    private static bool IsDefaultArray(IEnumerable items, Type type) =>
        type.IsValueType && items.Equals(Activator.CreateInstance(type)); // the default immutable array, which cannot be counted

    private static bool[] RequiredOf(MethodInfo method)
    {
        var nullability = new NullabilityInfoContext();
        return [.. method.GetParameters().Select(one => IsRequired(one.ParameterType, nullability.Create(one).WriteState))];
    }

    /// <summary>
    /// Those that can be at fault. Required is what a constructor asks for: the rest was added later, or is left out on purpose.
    /// </summary>
    private static Member[] MembersOf(Type type)
    {
        var nullability = new NullabilityInfoContext();
        var asked = (type.GetConstructors().MaxBy(one => one.GetParameters().Length)?.GetParameters() ?? [])
            .Where(one => !one.HasDefaultValue).Select(one => one.Name).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(one => one is { CanRead: true, CanWrite: true } && one.GetIndexParameters().Length == 0 && MayFail(one.PropertyType))
                .Select(one => new Member(
                    char.ToLowerInvariant(one.Name[0]) + one.Name[1..],
                    one,
                    asked.Contains(one.Name) && IsRequired(one.PropertyType, nullability.Create(one).WriteState))),
        ];
    }

    private static bool IsRequired(Type type, NullabilityState state) => type.IsValueType
        ? Nullable.GetUnderlyingType(type) is null
        : state != NullabilityState.Nullable;

    private static bool MayFail(Type type)
    {
        var inner = Nullable.GetUnderlyingType(type) ?? type;
        return !inner.IsPrimitive && inner != typeof(decimal) && inner != typeof(DateTimeOffset) && inner != typeof(DateOnly)
            && inner != typeof(TimeSpan) && inner != typeof(Guid);
    }

    private sealed record Member(string Name, PropertyInfo Property, bool IsRequired);
}
