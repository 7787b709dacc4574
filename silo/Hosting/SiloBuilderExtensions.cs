using Npgsql;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Storage;
using Orleans;
using OrleansAssets.Catalogue;
using OrleansAssets.Grains.Configuration;
using OrleansAssets.Grains.Storage;
using OrleansAssets.RiskModel;
using OrleansAssets.Performance;

namespace OrleansAssets.Silo.Hosting;

/// <summary>The Orleans side of the silo: identity, storage, reminders, endpoints, and the start of the catalogue.</summary>
internal static class SiloBuilderExtensions
{
    private const string Invariant = "Npgsql";

    public static ISiloBuilder AddAssets(this ISiloBuilder silo, SiloOptions options)
    {
        silo.AddEndpoints(options);
        silo.Configure<ClusterOptions>(cluster =>
        {
            cluster.ServiceId = ClusterIdentity.ServiceId;
            cluster.ClusterId = ClusterIdentity.ClusterId;
        });
        silo.Services.AddSingleton<IGrainStorageSerializer, StateSerializer>();
        silo.AddAdoNetGrainStorageAsDefault(storage => storage.Configure<NpgsqlDataSource>((settings, dataSource) =>
        {
            settings.Invariant = Invariant;
            settings.DataSource = dataSource;
        }));
        silo.UseAdoNetReminderService(reminders => reminders.Configure<NpgsqlDataSource>((settings, dataSource) =>
        {
            settings.Invariant = Invariant;
            settings.DataSource = dataSource;
        }));
        silo.AddIncomingGrainCallFilter<StorageFaultFilter>();
        silo.AddStartupTask(StartAsync);
        return silo;
    }

    private static void AddEndpoints(this ISiloBuilder silo, SiloOptions options)
    {
        if (!options.Cluster)
        {
            silo.UseLocalhostClustering(options.SiloPort, options.GatewayPort);
            return;
        }

        silo.UseAdoNetClustering(clustering => clustering.Configure<NpgsqlDataSource>((settings, dataSource) =>
        {
            settings.Invariant = Invariant;
            settings.DataSource = dataSource;
        }));
        silo.ConfigureEndpoints(options.SiloPort, options.GatewayPort, listenOnAnyHostAddress: true);
    }

    private static async Task StartAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var grains = services.GetRequiredService<IGrainFactory>();
        await grains.GetGrain<ICatalogueGrain>(Keys.Catalogue).ApplyAsync();
        await grains.GetGrain<IPartitionsGrain>(Keys.Partitions).StartAsync();
        await grains.GetGrain<IRiskModelGrain>(Keys.RiskModel).StartAsync();
        var configuration = services.GetRequiredService<AssetsConfiguration>();
        var portfolios = configuration.Phases.Select(phase => phase.Portfolio)
            .Append(configuration.Evaluation.Portfolio).Append(Keys.DefaultPortfolioId).Distinct(StringComparer.Ordinal);
        await Task.WhenAll(portfolios.Select(id => grains.GetGrain<IPerformanceGrain>(Keys.Performance(id)).StartAsync()));
        services.GetRequiredService<CatalogueCheck>().MarkApplied();
    }
}
