using Orleans.Runtime;

namespace OrleansAssets.Tests.Embedded;

/// <summary>Notes calls of grains whose key asks for it, and changes their results.</summary>
public sealed class MarkingFilter(Gates gates) : IIncomingGrainCallFilter
{
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        var isMarked = context.TargetId.Key.ToString()?.StartsWith("filtered", StringComparison.Ordinal) == true;
        if (isMarked) gates.Note($"before {context.MethodName}({context.Request.GetArgumentCount()}) of {context.TargetId}");
        await context.Invoke();
        if (isMarked && context.Result is string result) context.Result = $"<{result}>";
    }
}
