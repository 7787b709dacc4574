using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Orleans.Hosting;
using Orleans.Storage;
using OrleansAssets.Grains.Catalogue;
using OrleansAssets.Grains.Configuration;
using OrleansAssets.Grains.Storage;

namespace OrleansAssets.Benchmarks;

/// <summary>A silo of the catalogue's grains over a real database, with reminders in memory.</summary>
internal static class GrainHost
{
    /// <param name="services">What takes the place of the product's own.</param>
    public static async Task<IHost> StartAsync(
        NpgsqlDataSource database, AssetsConfiguration configuration, Action<IServiceCollection>? services = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddSimpleConsole();
        services?.Invoke(builder.Services);
        builder.Services
            .AddSingleton(TimeProvider.System)
            .AddSingleton(database)
            .AddSingleton(configuration)
            .AddSingleton<IGrainStorageSerializer, StateSerializer>()
            .AddAssetsStorage()
            .AddCatalogueGrains();
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(FreePort(), FreePort());
            silo.AddAdoNetGrainStorageAsDefault(storage => storage.Configure<NpgsqlDataSource>((settings, dataSource) =>
            {
                settings.Invariant = "Npgsql";
                settings.DataSource = dataSource;
            }));
            silo.UseInMemoryReminderService();
        });
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
