using System.Collections.Immutable;
using System.Reflection;

namespace OrleansAssets.Tests.Grains;

/// <summary>Makes values that no sound caller sends, of any type that a grain method takes. The same seed makes the same ones.</summary>
internal sealed class AbsurdValues(int seed)
{
    private const int DepthMax = 4;

    private static readonly string?[] Texts =
    [
        null, "", " ", "BTC/USDT", "main", "phase_1_stocks", "a\0b", "\ud800", "'; DROP TABLE trades; --", new string('x', 100_000),
        "../../etc",
    ];

    private static readonly decimal[] Decimals = [0, -1, 1, decimal.MaxValue, decimal.MinValue, 0.0000000000000000000000000001m];

    private static readonly double[] Doubles = [0, -1, double.NaN, double.PositiveInfinity, double.MinValue, double.Epsilon];

    private static readonly DateTimeOffset[] Instants =
        [default, DateTimeOffset.MaxValue, DateTimeOffset.UnixEpoch, new(2026, 2, 29 - 1, 23, 59, 59, TimeSpan.FromHours(14))];

    private readonly Random _random = new(seed);

    /// <summary>Arguments of a call of the method.</summary>
    public object?[] ArgumentsOf(MethodInfo method) => [.. method.GetParameters().Select(one => Of(one.ParameterType, 0))];

    private object? Of(Type type, int depth)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner)
        {
            return _random.Next(3) == 0 ? null : Of(inner, depth);
        }

        return type switch
        {
            _ when type == typeof(string) => Pick(Texts),
            _ when type == typeof(decimal) => Pick(Decimals),
            _ when type == typeof(double) => Pick(Doubles),
            _ when type == typeof(bool) => _random.Next(2) == 0,
            _ when type == typeof(int) => Pick([0, -1, 1, 7, int.MaxValue, int.MinValue]),
            _ when type == typeof(long) => Pick([0L, -1, 1, long.MaxValue, long.MinValue]),
            _ when type == typeof(Guid) => Pick([Guid.Empty, new Guid(1, 2, 3, new byte[8])]),
            _ when type == typeof(DateTimeOffset) => Pick(Instants),
            _ when type == typeof(DateTime) => Pick([default, DateTime.MaxValue]),
            _ when type == typeof(DateOnly) => Pick([DateOnly.MinValue, DateOnly.MaxValue, new DateOnly(2026, 2, 28)]),
            _ when type == typeof(TimeSpan) => Pick([TimeSpan.Zero, TimeSpan.MinValue, TimeSpan.MaxValue]),
            _ when type == typeof(CancellationToken) => CancellationToken.None,
            _ when type.IsEnum => Enum.ToObject(type, _random.Next(-1, 12)),
            _ when type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>) => ArrayOf(type, depth),
            _ when depth > DepthMax => null,
            _ => Made(type, depth),
        };
    }

    private object ArrayOf(Type type, int depth)
    {
        var item = type.GetGenericArguments()[0];
        var items = Array.CreateInstance(item, depth > DepthMax ? 0 : _random.Next(3));
        for (var index = 0; index < items.Length; index++)
        {
            items.SetValue(Of(item, depth + 1), index);
        }

        return _random.Next(4) == 0
            ? Activator.CreateInstance(type)! // of the default array, which has not even a length
            : typeof(ImmutableArray).GetMethods().Single(method => method.Name == "Create" && method.IsGenericMethod
                    && method.GetParameters() is [{ ParameterType.IsArray: true }])
                .MakeGenericMethod(item).Invoke(null, [items])!; // it makes one of these items
    }

    private object? Made(Type type, int depth)
    {
        if (!type.IsValueType && depth > 0 && _random.Next(6) == 0)
        {
            return null;
        }

        var constructor = type.GetConstructors().MaxBy(one => one.GetParameters().Length);
        if (constructor is null)
        {
            return type.IsValueType ? Activator.CreateInstance(type) : null;
        }

        try
        {
            return constructor.Invoke([.. constructor.GetParameters().Select(one => Of(one.ParameterType, depth + 1))]);
        }
        catch (TargetInvocationException)
        {
            return null; // what cannot be made cannot be sent
        }
    }

    private T Pick<T>(T[] values) => values[_random.Next(values.Length)];
}
