using Orleans.Runtime;

namespace Orleans.Hosting;

/// <summary>How a client reaches its silo.</summary>
interface IClientTransport : ICallSender, IGrainInterfaceMap
{
    /// <summary>Tells the transport whose calls it carries.</summary>
    void Attach(GrainReferences references);

    /// <exception cref="Orleans.Runtime.Messaging.ConnectionFailedException">No silo answers.</exception>
    Task ConnectAsync(CancellationToken cancellationToken);

    Task CloseAsync();
}
