using System.Collections.Concurrent;
using Orleans;

namespace OrleansAssets.Tests.Support;

/// <summary>Counts what the grains of a silo are asked, by method, e.g. <c>IAssetGrain.GetAsync</c>.</summary>
internal sealed class CountedCalls : IIncomingGrainCallFilter
{
    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <summary>The calls of a method since the last <see cref="Clear"/>.</summary>
    public int Of(string method) => _counts.GetValueOrDefault(method);

    public void Clear() => _counts.Clear();

    /// <summary>What a call waits for before its grain is asked, which is busy with it meanwhile.</summary>
    public Func<IIncomingGrainCallContext, Task> Before { get; set; } = _ => Task.CompletedTask;

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        var method = context.InterfaceMethod;
        _counts.AddOrUpdate($"{method.DeclaringType?.Name}.{method.Name}", 1, (_, count) => count + 1);
        await Before(context);
        await context.Invoke();
    }
}
