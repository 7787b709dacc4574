using System.Net;
using System.Security.Cryptography.X509Certificates;
using OrleansAssets.Client;
using OrleansAssets.Silo.Start;

namespace OrleansAssets.Silo.Hosting;

/// <summary>
/// Where the web side listens: on loopback in plain HTTP, for this machine; elsewhere by TLS with a certificate of its own, or in plain
/// HTTP where a proxy that is named does the TLS.
/// </summary>
internal static class WebListeners
{
    public static void ListenAsTold(this IWebHostBuilder host, SiloOptions options)
    {
        host.UseKestrelHttpsConfiguration();
        host.ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            server.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
            server.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
            server.Limits.MaxConcurrentConnections = 2_000;
            foreach (var address in PlainAddresses(options))
            {
                server.Listen(address, options.WebPort);
            }

            if (options.TlsCertificate is { } certificate)
            {
                server.Listen(options.BindAddress, options.TlsPort, listener => listener.UseHttps(Read(certificate, options.TlsKey)));
            }
        });
    }

    /// <summary>The sandbox and the console's health check come by loopback, whatever else is listened to.</summary>
    private static IEnumerable<IPAddress> PlainAddresses(SiloOptions options)
    {
        var isEverywhere = options.BindAddress.Equals(IPAddress.Any) || options.BindAddress.Equals(IPAddress.IPv6Any);
        return options.TlsCertificate is not null ? [IPAddress.Loopback]
            : isEverywhere || IPAddress.IsLoopback(options.BindAddress) ? [options.BindAddress]
            : [options.BindAddress, IPAddress.Loopback];
    }

    /// <exception cref="StartException">It cannot be read.</exception>
    private static X509Certificate2 Read(string certificate, string? key)
    {
        try
        {
            return ClusterTls.ReadOwn(certificate, key);
        }
        catch (ArgumentException exception)
        {
            throw new StartException(
                $"{exception.Message} Give PEM files with --tls-certificate and --tls-key.", StartException.BadInput);
        }
    }
}
