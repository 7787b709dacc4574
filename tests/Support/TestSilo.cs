using System.Net;
using Npgsql;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Silo.Hosting;
using OrleansAssets.Silo.Start;

namespace OrleansAssets.Tests.Support;

/// <summary>What the composition of a silo is given in this process.</summary>
internal static class TestSilo
{
    /// <param name="database">The database; null names one that nobody can reach, for silos over stores in memory.</param>
    public static SiloInputs Inputs(AssetsConfiguration configuration, NpgsqlDataSource? database = null)
    {
        var directory = Path.Combine(Path.GetTempPath(), "orleans-assets-tests");
        var options = new SiloOptions(directory, directory, directory, IPAddress.Loopback, 0, 0, 0, Live: false, Cluster: false, null)
        {
            OpenGateway = true, // its clients are tests of what grains do
        };
        return new SiloInputs(
            options, configuration, database ?? NpgsqlDataSource.Create("Host=127.0.0.1;Port=1;Username=nobody"), "none");
    }
}
