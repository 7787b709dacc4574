using Orleans.Runtime;

namespace Orleans;

sealed class OutgoingCallContext(
    GrainCall call, object reference, Activation? source, IOutgoingGrainCallFilter[] filters, Action<GrainCall> send)
    : CallContext(call, reference), IOutgoingGrainCallContext
{
    public IGrainContext? SourceContext => source;

    protected override async Task InvokeStepAsync(int step)
    {
        if (step < filters.Length)
        {
            await filters[step].Invoke(this);
            return;
        }

        send(Call);
        if (Call.Method.OneWay) return;

        await Call.Completion.Task;
        Result = Call.Completion.Result;
    }
}
