using System.Net;
using System.Net.Sockets;

namespace OrleansAssets.Silo.Hosting;

/// <summary>Finds out about TCP ports before anything is started, so that a busy one is told in one sentence.</summary>
internal static class Ports
{
    /// <summary>The port itself if it is free, any free one for 0.</summary>
    /// <exception cref="StartException">Another program listens there.</exception>
    public static int Resolve(IPAddress address, int port, string option)
    {
        using var listener = new TcpListener(address, port);
        try
        {
            listener.Start();
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }
        catch (SocketException exception)
        {
            throw new StartException(
                $"Port {port} on {address} cannot be used ({exception.SocketErrorCode}): another program may listen there. "
                + $"Choose another with {option}; 0 takes a free one.");
        }
    }
}
