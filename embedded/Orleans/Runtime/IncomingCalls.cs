namespace Orleans.Runtime;

/// <summary>The grain's side of a call: filters, then the method.</summary>
sealed class IncomingCalls(IEnumerable<IIncomingGrainCallFilter> filters)
{
    readonly IIncomingGrainCallFilter[] _filters = [.. filters];

    internal ValueTask<object?> InvokeAsync(Activation activation, GrainCall call)
    {
        var grain = activation.GrainInstance!; // calls start after construction
        var target = call.LocalTarget ?? grain;
        if (_filters.Length == 0 && grain is not IIncomingGrainCallFilter) return call.Method.InvokeAsync(target, call.Arguments);

        IIncomingGrainCallFilter[] all = grain is IIncomingGrainCallFilter own ? [.. _filters, own] : _filters;
        return FilterAsync(new(call, activation, grain, target, all));
    }

    static async ValueTask<object?> FilterAsync(IncomingCallContext context)
    {
        await context.Invoke();
        return context.Result;
    }
}
