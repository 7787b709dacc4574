using System.Reflection;
using Orleans;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace OrleansAssets.Tests.Client;

/// <summary>A call as a filter of the client sees it, whose attempts end as a test says.</summary>
/// <param name="attempt">Runs an attempt, counted from 1; its answer is the call's.</param>
internal sealed class FakeGrainCall(MethodInfo method, Func<int, Task<object?>> attempt, params object?[] arguments)
{
    public int Attempts { get; private set; }

    public object? Result { get; private set; }

    /// <summary>The arguments of each attempt that was a new call.</summary>
    public List<object?[]> Repeated { get; } = [];

    public IOutgoingGrainCallContext Context()
    {
        var request = Proxy<IInvokable>((called, given) => called.Name switch
        {
            nameof(IInvokable.GetArgumentCount) => arguments.Length,
            nameof(IInvokable.GetArgument) => arguments[(int)given[0]!],
            nameof(IInvokable.GetCancellationToken) => arguments.OfType<CancellationToken>().FirstOrDefault(),
            _ => throw new NotSupportedException(called.Name),
        });
        var grain = ProxyOf(method.DeclaringType!, (_, given) => // an interface of the product
        {
            Repeated.Add(given);
            return Typed(RunAsync());
        });
        return Proxy<IOutgoingGrainCallContext>((called, given) => called.Name switch
        {
            nameof(IOutgoingGrainCallContext.Invoke) => FirstAsync(),
            "get_Request" => request,
            "get_Grain" => grain,
            "get_InterfaceMethod" => method,
            "get_MethodName" => method.Name,
            "get_TargetId" => GrainId.Create("portfolio", "portfolio/main"),
            "set_Result" => Result = given[0],
            _ => throw new NotSupportedException(called.Name),
        });
    }

    private async Task FirstAsync() => Result = await RunAsync();

    private Task<object?> RunAsync() => attempt(++Attempts);

    private Task Typed(Task<object?> answer)
    {
        var type = method.ReturnType.GetGenericArguments()[0];
        return (Task)typeof(FakeGrainCall).GetMethod(nameof(CastAsync), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(type).Invoke(null, [answer])!;
    }

    private static async Task<T> CastAsync<T>(Task<object?> answer) => (T)(await answer)!;

    private static T Proxy<T>(Func<MethodInfo, object?[], object?> answer)
        where T : class => (T)(object)ProxyOf(typeof(T), answer);

    private static AnsweringProxy ProxyOf(Type type, Func<MethodInfo, object?[], object?> answer)
    {
        var proxy = (AnsweringProxy)DispatchProxy.Create(type, typeof(AnsweringProxy));
        proxy.Answer = answer;
        return proxy;
    }
}

/// <summary>An implementation of any interface by one function; public and open, as the runtime derives from it.</summary>
public class AnsweringProxy : DispatchProxy
{
    public Func<MethodInfo, object?[], object?> Answer { get; set; } = (_, _) => null;

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => Answer(targetMethod!, args ?? []);
}
