using System.Reflection;
using Orleans.Runtime;

namespace Orleans;

sealed class IncomingCallContext(GrainCall call, Activation activation, object grain, object target, IIncomingGrainCallFilter[] filters)
    : CallContext(call, grain), IIncomingGrainCallContext
{
    public IGrainContext TargetContext => activation;

    public MethodInfo ImplementationMethod
    {
        get
        {
            var map = target.GetType().GetInterfaceMap(Call.Method.Interface);
            return map.TargetMethods[Array.IndexOf(map.InterfaceMethods, Call.Method.Method)];
        }
    }

    protected override async Task InvokeStepAsync(int step)
    {
        if (step < filters.Length) await filters[step].Invoke(this);
        else Result = await Call.Method.InvokeAsync(target, Call.Arguments);
    }
}
