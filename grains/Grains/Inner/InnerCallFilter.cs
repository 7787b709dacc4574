using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Core.Internal;
using Orleans.Runtime;
using OrleansAssets.Access;

namespace OrleansAssets.Grains.Inner;

/// <summary>
/// Refuses to clients what only the product itself calls, and arguments that the contract excludes. A client is known by the id that its
/// connection to the gateway gives each of its calls; grains, reminders and the silo's own services have others. It is a wall against
/// programs that speak the engine's protocol as it is, not against one that forges messages: the ports of silos belong into a network of
/// their own all the same.
/// </summary>
public sealed partial class InnerCallFilter(ILogger<InnerCallFilter> log) : IIncomingGrainCallFilter
{
    /// <summary>What the engine lets anybody call: ticks of reminders, and what moves, ends and counts activations.</summary>
    private static readonly Type[] OfTheEngine =
        [typeof(IRemindable), typeof(IManagementGrain), typeof(IVersionManager), typeof(IGrainManagementExtension)];

    /// <summary>
    /// Who may get in is the doors' own matter, which know the roles of those who ask for it. A client that says it is one
    /// (<see cref="CallDoor"/>) is passed on to the silo's filter that knows tokens, which comes next and refuses it without an admin's.
    /// </summary>
    private static readonly Type[] OfTheDoors = [typeof(IAccessGrain)];

    private static readonly ConcurrentDictionary<Type, bool> Known = new();

    public Task Invoke(IIncomingGrainCallContext context)
    {
        if (!IsClient(context.SourceId))
        {
            return context.Invoke();
        }

        if (context.Request.GetInterfaceType() is var type && (!IsInner(type) || IsAskedByADoor(type)))
        {
            return context.InterfaceMethod.DeclaringType?.Assembly == typeof(Keys).Assembly
                && ArgumentCheck.FaultOf(context.InterfaceMethod, context.Request) is { } fault
                ? throw new InvalidRequestException(
                    $"{context.InterfaceName}.{context.MethodName} is refused: {fault}. Send what its contract asks for.")
                : context.Invoke();
        }

        LogRefused(context.InterfaceName, context.MethodName, context.TargetId);
        throw new InvalidRequestException(
            $"{context.InterfaceName}.{context.MethodName} is called by the product itself and refused to clients: nothing was changed. "
            + "Limits and definitions come from the configuration of the silo, prices and facts from its data sources.");
    }

    /// <summary>Whether an interface is one that clients may not call.</summary>
    public static bool IsInner(Type type) => Known.GetOrAdd(
        type, one => one.GetCustomAttribute<InnerAttribute>() is not null || OfTheEngine.Contains(one) || OfTheDoors.Contains(one));

    /// <summary>
    /// Whether a call comes from a client of another process. A silo's own services call as a client too, which is hosted by the silo and
    /// named after it; any other client's id is a random one.
    /// </summary>
    public static bool IsClient(GrainId? source) =>
        source is not { } id || (id.IsClient() && !id.Key.AsSpan().StartsWith("hosted-"u8));

    private static bool IsAskedByADoor(Type type) => OfTheDoors.Contains(type) && RequestContext.Get(CallDoor.Key) is string;

    [LoggerMessage(2701, LogLevel.Warning, "Refused {Interface}.{Method} of {Target} to a client: only the product itself calls it")]
    private partial void LogRefused(string @interface, string method, GrainId target);
}
