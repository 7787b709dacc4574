using Orleans.Runtime;
using Orleans.Runtime.Messaging;

namespace OrleansAssets.Client.Calls;

/// <summary>Which failures are of the way to a grain, and no answer of it.</summary>
internal static class Transport
{
    public static bool Failed(Exception? exception) => exception is TimeoutException
        or OrleansMessageRejectionException // SiloUnavailableException is one too
        or ConnectionFailedException
        or ClientNotAvailableException
        or GatewayTooBusyException
        or ConnectionLostException;
}

/// <summary>The connection ended while the call was under way.</summary>
internal sealed class ConnectionLostException() : Exception("The connection to the silo ended while the call was under way.");
