using System.Reflection;
using Orleans.Serialization.Invocation;

namespace Orleans.Runtime;

/// <summary>One call: what is asked of whom, and where the answer goes.</summary>
sealed class GrainCall(GrainId target, GrainMethod method, object?[] arguments, CallCompletion completion) : IInvokable
{
    internal GrainId Target { get; } = target;

    internal GrainMethod Method { get; } = method;

    internal object?[] Arguments { get; set; } = arguments;

    internal CallCompletion Completion { get; } = completion;

    internal RequestContextValues? Context { get; set; }

    internal GrainId? Source { get; set; }

    /// <summary>Cancels the token the grain sees; null when the method takes none.</summary>
    internal CancellationTokenSource? Cancellation { get; set; }

    internal CancellationTokenRegistration CallerRegistration { get; set; }

    /// <summary>The object that runs the call when it is not the grain itself (a timer).</summary>
    internal object? LocalTarget { get; init; }

    internal bool Interleaves { get; init; } = method.AlwaysInterleave;

    /// <summary>Whether the call counts as use of the activation.</summary>
    internal bool KeepsActive { get; init; } = true;

    internal Activation? Activation { get; set; }

    /// <summary>When the wait ends, in timestamps of the messaging clock.</summary>
    internal long Deadline { get; set; } = long.MaxValue;

    internal TimeSpan Timeout { get; set; }

    /// <summary>The runtime of the caller; null when the call came from elsewhere.</summary>
    internal GrainReferences? References { get; set; }

    /// <summary>Who watches the wait.</summary>
    internal ResponseTimeouts? Watcher { get; set; }

    internal bool IsExpired => Completion.IsCompleted && !Method.OneWay;

    public int GetArgumentCount() => Arguments.Length;

    public object? GetArgument(int index) => Arguments[index];

    public void SetArgument(int index, object value) => Arguments[index] = value;

    public string GetMethodName() => Method.Name;

    public string GetInterfaceName() => Method.InterfaceName;

    public MethodInfo GetMethod() => Method.Method;

    public Type GetInterfaceType() => Method.Interface;

    /// <summary>The call has ended: nobody waits for it, nothing cancels it.</summary>
    internal void End()
    {
        Watcher?.Forget(this);
        Dispose();
    }

    public void Dispose()
    {
        CallerRegistration.Dispose();
        Cancellation?.Dispose();
    }

    public override string ToString() => $"{Method.InterfaceName}.{Method.Name} of {Target}";
}
