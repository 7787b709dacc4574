using System.Net;
using System.Net.Sockets;
using OrleansAssets.Hosting;

namespace OrleansAssets.Cli.Connecting;

/// <summary>Where to find the silo.</summary>
/// <param name="Origin">Where we know it from, in words.</param>
/// <param name="Run">The run file, where the address is from one.</param>
internal sealed record SiloAddress(IPEndPoint? Gateway, string? ConnectionString, string Origin, RunFile? Run)
{
    /// <summary>The token by which the silo knows who asks; null where none is given.</summary>
    public string? Token { get; init; }

    /// <summary>The place in words, without secrets.</summary>
    public string Place => Gateway is { } gateway ? $"at {gateway}" : "in the membership table of the database";

    /// <summary>Reads <c>host:port</c>; a host name takes its first address, IPv4 before IPv6.</summary>
    /// <returns>The end point, or what is wrong.</returns>
    public static (IPEndPoint? EndPoint, string? Fault) Parse(string text)
    {
        const string form = "it must be host:port, e.g. 127.0.0.1:30000";
        var colon = text.LastIndexOf(':');
        if (colon <= 0 || !ushort.TryParse(text.AsSpan(colon + 1), out var port) || port == 0)
        {
            return (null, $"'{text}' is no gateway: {form}.");
        }

        var host = text[..colon].Trim('[', ']');
        if (IPAddress.TryParse(host, out var literal))
        {
            return (new IPEndPoint(literal, port), null);
        }

        try
        {
            var addresses = Dns.GetHostAddresses(host);
            var address = Array.Find(addresses, found => found.AddressFamily == AddressFamily.InterNetwork) ?? addresses.FirstOrDefault();
            return address is null ? (null, $"The host '{host}' has no address.") : (new IPEndPoint(address, port), null);
        }
        catch (Exception exception) when (exception is SocketException or ArgumentException)
        {
            return (null, $"The host '{host}' cannot be resolved: {exception.Message}; {form}.");
        }
    }
}
