using System.Collections.Concurrent;
using System.Reflection;
using Orleans.Concurrency;
using Orleans.Serialization;

namespace Orleans.Runtime;

/// <summary>All that is known of one interface method, found out once.</summary>
sealed class GrainMethod
{
    static readonly ConcurrentDictionary<MethodInfo, GrainMethod> Known = new();
    readonly Lazy<MethodInvoker> _invoker;
    readonly Lazy<ValueCopier?[]> _argumentCopiers;
    readonly Lazy<ValueCopier?> _resultCopier;

    GrainMethod(MethodInfo method)
    {
        Method = method;
        Interface = method.DeclaringType!; // interface methods have one
        InterfaceName = Interface.FullName ?? Interface.Name;
        WireName = method.GetCustomAttribute<AliasAttribute>()?.Alias ?? Signature(method);
        Shape = ResultShape.Of(method.ReturnType);
        Parameters = method.GetParameters();
        TokenIndex = Array.FindIndex(Parameters, p => p.ParameterType == typeof(CancellationToken));
        AlwaysInterleave = method.IsDefined(typeof(AlwaysInterleaveAttribute));
        ReadOnly = method.IsDefined(typeof(ReadOnlyAttribute));
        OneWay = method.IsDefined(typeof(OneWayAttribute));
        ResponseTimeout = method.GetCustomAttribute<ResponseTimeoutAttribute>()?.Timeout;
        _invoker = new(() => MethodInvoker.Create(method));
        _argumentCopiers = new(() => [.. Parameters.Select(ValueCopier.Of)]);
        _resultCopier = new(() => Shape.ResultType is null ? null : ValueCopier.Of(Shape.ResultType, method.ReturnParameter));
    }

    internal MethodInfo Method { get; }

    internal Type Interface { get; }

    internal string InterfaceName { get; }

    internal string Name => Method.Name;

    /// <summary>Identifies the method in its interface between processes.</summary>
    internal string WireName { get; }

    internal ResultShape Shape { get; }

    internal ParameterInfo[] Parameters { get; }

    /// <summary>The position of the cancellation token; negative when there is none.</summary>
    internal int TokenIndex { get; }

    internal bool AlwaysInterleave { get; }

    internal bool ReadOnly { get; }

    internal bool OneWay { get; }

    internal TimeSpan? ResponseTimeout { get; }

    internal static GrainMethod Of(MethodInfo method)
    {
        if (method.IsGenericMethod) throw new NotSupportedException($"{method.DeclaringType?.Name}.{method.Name}: generic grain methods need Engine=Orleans.");

        return Known.TryGetValue(method, out var known) ? known : Known.GetOrAdd(method, static m => new GrainMethod(m));
    }

    internal ValueTask<object?> InvokeAsync(object target, object?[] arguments) =>
        Shape.ReadAsync(_invoker.Value.Invoke(target, arguments.AsSpan())
            ?? throw new InvalidOperationException($"{InterfaceName}.{Name} returned null instead of a task."));

    internal void CopyArguments(GrainCall call)
    {
        var copiers = _argumentCopiers.Value;
        var arguments = call.Arguments;
        using var reading = GrainReferenceJsonConverter.Use(call.References!); // set by the caller's side
        for (var i = 0; i < arguments.Length; i++)
            if (copiers[i] is { } copier && arguments[i] is { } value)
                arguments[i] = copier.Copy(value);
    }

    internal object? CopyResult(object? result) => result is not null && _resultCopier.Value is { } copier ? copier.Copy(result) : result;

    static string Signature(MethodInfo method) =>
        $"{method.Name}({string.Join(',', method.GetParameters().Select(p => p.ParameterType.ToString()))})";
}
