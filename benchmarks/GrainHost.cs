using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Orleans.Hosting;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Silo.Hosting;
using OrleansAssets.Silo.Start;

namespace OrleansAssets.Benchmarks;

/// <summary>A silo as the product composes it, over a real database, that does nothing by itself: no start, no reminder service.</summary>
internal static class GrainHost
{
    /// <param name="services">What takes the place of the product's own.</param>
    public static async Task<IHost> StartAsync(
        NpgsqlDataSource database, AssetsConfiguration configuration, Action<IServiceCollection>? services = null)
    {
        var directory = Path.GetTempPath();
        var options = new SiloOptions(directory, directory, directory, IPAddress.Loopback, 0, 0, 0, Live: false, Cluster: false, null)
        {
            OpenGateway = true,
        }.WithFreePorts();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddSimpleConsole();
        builder.UseOrleans(silo =>
        {
            silo.AddAssetsClustering(options)
                .AddAssetsGrains(new SiloInputs(options, configuration, database, "benchmark"))
                .AddAssetsState();
            services?.Invoke(silo.Services);
        });
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }
}
