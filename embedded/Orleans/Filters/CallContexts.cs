using System.Reflection;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Orleans;

/// <summary>A call on its way.</summary>
public interface IGrainCallContext
{
    /// <summary>The call and its arguments.</summary>
    IInvokable Request { get; }

    /// <summary>The grain instance, or the reference on the caller's side.</summary>
    object Grain { get; }

    /// <summary>The calling grain; null when the caller is not one.</summary>
    GrainId? SourceId { get; }

    /// <summary>The grain that is called.</summary>
    GrainId TargetId { get; }

    /// <summary>The full name of the interface.</summary>
    string InterfaceName { get; }

    /// <summary>The name of the method.</summary>
    string MethodName { get; }

    /// <summary>The method of the interface.</summary>
    MethodInfo InterfaceMethod { get; }

    /// <summary>The result, once <see cref="Invoke"/> has returned.</summary>
    object? Result { get; set; }

    /// <summary>Goes on to the next filter, at last to the grain.</summary>
    Task Invoke();
}

/// <summary>A call that arrives at a grain.</summary>
public interface IIncomingGrainCallContext : IGrainCallContext
{
    /// <summary>The activation.</summary>
    IGrainContext TargetContext { get; }

    /// <summary>The method of the class.</summary>
    MethodInfo ImplementationMethod { get; }
}

/// <summary>A call that leaves a grain or a client.</summary>
public interface IOutgoingGrainCallContext : IGrainCallContext
{
    /// <summary>The calling activation; null when the caller is not a grain.</summary>
    IGrainContext? SourceContext { get; }
}

/// <summary>Wraps calls on the side of the grain.</summary>
public interface IIncomingGrainCallFilter
{
    /// <summary>Does its part around <see cref="IGrainCallContext.Invoke"/>.</summary>
    Task Invoke(IIncomingGrainCallContext context);
}

/// <summary>Wraps calls on the side of the caller.</summary>
public interface IOutgoingGrainCallFilter
{
    /// <summary>Does its part around <see cref="IGrainCallContext.Invoke"/>.</summary>
    Task Invoke(IOutgoingGrainCallContext context);
}

/// <summary>A filter as a function.</summary>
public delegate Task IncomingGrainCallFilterDelegate(IIncomingGrainCallContext context);

/// <summary>A filter as a function.</summary>
public delegate Task OutgoingGrainCallFilterDelegate(IOutgoingGrainCallContext context);
