namespace Orleans;

sealed class FunctionFilter(IncomingGrainCallFilterDelegate? incoming, OutgoingGrainCallFilterDelegate? outgoing)
    : IIncomingGrainCallFilter, IOutgoingGrainCallFilter
{
    public Task Invoke(IIncomingGrainCallContext context) => incoming is null ? context.Invoke() : incoming(context);

    public Task Invoke(IOutgoingGrainCallContext context) => outgoing is null ? context.Invoke() : outgoing(context);
}
