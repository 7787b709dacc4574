using System.Reflection;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Orleans;

/// <summary>Walks one call through its filters.</summary>
abstract class CallContext(GrainCall call, object grain) : IGrainCallContext
{
    int _next;

    public IInvokable Request => call;

    public object Grain => grain;

    public GrainId? SourceId => call.Source;

    public GrainId TargetId => call.Target;

    public string InterfaceName => call.Method.InterfaceName;

    public string MethodName => call.Method.Name;

    public MethodInfo InterfaceMethod => call.Method.Method;

    public object? Result { get; set; }

    protected GrainCall Call => call;

    public Task Invoke() => InvokeStepAsync(_next++);

    protected abstract Task InvokeStepAsync(int step);
}
