using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;
using OrleansAssets.Client.Certificates;
using OrleansAssets.Silo.Start;
using SiloOptions = OrleansAssets.Silo.Start.SiloOptions;

namespace OrleansAssets.Silo.Hosting;

/// <summary>Mutual TLS on the ports for silos and clients, where certificates are given: nobody without one is heard there.</summary>
internal static class ClusterTls
{
    /// <exception cref="StartException">The certificates cannot be used.</exception>
    public static ISiloBuilder AddClusterTls(this ISiloBuilder silo, SiloOptions options)
    {
        if (options is not { ClusterAuthority: { } authority, ClusterCertificate: { } certificate })
        {
            return silo;
        }

        var certificates = Read(new CertificateFiles(authority, certificate, options.ClusterKey));
        return silo.Configure<SiloConnectionOptions>(connections =>
        {
            connections.ConfigureSiloInboundConnection(connection => connection.UseServerTls(certificates.ToSilos));
            connections.ConfigureSiloOutboundConnection(connection => connection.UseClientTls(certificates.ToSilos));
            connections.ConfigureGatewayInboundConnection(connection => connection.UseServerTls(certificates.ToClients));
        });
    }

    private static ClusterCertificates Read(CertificateFiles files)
    {
        try
        {
            return ClusterCertificates.Read(files);
        }
        catch (InvalidDataException exception)
        {
            throw new StartException(exception.Message, StartException.BadInput);
        }
    }
}
