using System.Net;
using Npgsql;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Providers;
using Orleans.Runtime;
using Orleans.Serialization.Serializers;
using Orleans.Storage;
using OrleansAssets.Client;
using OrleansAssets.Database;
using OrleansAssets.Domain.Catalogue;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Feeds;
using OrleansAssets.Grains.Audit;
using OrleansAssets.Grains.Catalogue;
using OrleansAssets.Grains.Data;
using OrleansAssets.Grains.DataSources;
using OrleansAssets.Grains.Inner;
using OrleansAssets.Grains.Phases;
using OrleansAssets.Grains.Reminders;
using OrleansAssets.Grains.Streams;
using OrleansAssets.Silo.Access;
using OrleansAssets.Silo.Failures;
using OrleansAssets.Silo.Notices;
using OrleansAssets.Silo.Start;
using OrleansAssets.Storage;
using OrleansAssets.Vendors;
using SiloOptions = OrleansAssets.Silo.Start.SiloOptions;

namespace OrleansAssets.Silo.Hosting;

/// <summary>What a silo is made from.</summary>
/// <param name="DatabaseDescription">The server in words, without secrets.</param>
internal sealed record SiloInputs(
    SiloOptions Options, AssetsConfiguration Configuration, NpgsqlDataSource DataSource, string DatabaseDescription);

/// <summary>
/// The one composition of a silo. The host, the tests and the benchmarks run it, and register after it what takes the place of a part.
/// </summary>
internal static class SiloComposition
{
    private const string Invariant = "Npgsql";

    /// <summary>
    /// A turn of a grain that takes longer is worth a line in the log. A first collection on two cores has some of a few hundred
    /// milliseconds, while methods are compiled: nobody can do anything about them.
    /// </summary>
    private static readonly TimeSpan LongTurn = TimeSpan.FromSeconds(2);

    /// <summary>All of it but how the silo finds others and where it listens.</summary>
    public static ISiloBuilder AddAssets(this ISiloBuilder silo, SiloInputs inputs) =>
        silo.AddAssetsGrains(inputs).AddAssetsState().AddAssetsStart().AddReminderWatch();

    /// <summary>What the grains need, over the product's stores.</summary>
    public static ISiloBuilder AddAssetsGrains(this ISiloBuilder silo, SiloInputs inputs)
    {
        silo.Services
            .AddSingleton(inputs)
            .AddSingleton(inputs.Options)
            .AddSingleton(inputs.Configuration)
            .AddSingleton(inputs.DataSource)
            .AddSingleton(TimeProvider.System)
            .AddSingleton(new StorageFaults(inputs.DataSource, TimeProvider.System)) // a database is as late as the clock on the wall
            .AddSingleton(new DatabaseProbe(inputs.DataSource, TimeProvider.System))
            .AddSingleton<IGeneralizedCodec, ForeignExceptionCodec>()
            .AddSingleton<SystemInfo>()
            .AddSingleton<ISystemInfo>(provider => provider.GetRequiredService<SystemInfo>())
            .AddSingleton<IVendorEndpoints, VendorEndpoints>()
            .AddSingleton<IConfigurationFile, ConfigurationFile>()
            .AddSingleton<IHeadSigner, HeadSigner>()
            .AddHttpClient()
            .AddNoticeChannels()
            .AddAssetsStorage()
            .AddVendors()
            .AddSingleton(new CollectionScope(inputs.Options.WarmUp))
            .AddDataSources()
            .AddDataReads()
            .AddQuoteStreams()
            .AddWatchedReminders()
            .AddCatalogueGrains();
        return silo.AddActivityPropagation()
            .AddIncomingGrainCallFilter<InnerCallFilter>()
            .AddIncomingGrainCallFilter<ClientIdentityFilter>()
            .AddIncomingGrainCallFilter<ExpectedVersionFilter>()
            .AddIncomingGrainCallFilter<StorageFaultFilter>().AddOutgoingGrainCallFilter<StorageFaultFilter>();
    }

    /// <summary>What finds and wakes the reminders that are overdue.</summary>
    public static ISiloBuilder AddReminderWatch(this ISiloBuilder silo)
    {
        silo.Services.AddHostedService<ReminderWatcher>();
        return silo;
    }

    /// <summary>The work of a start, which begins once the silo is a member of its cluster.</summary>
    private static ISiloBuilder AddAssetsStart(this ISiloBuilder silo)
    {
        silo.Services.AddSingleton<SiloReadiness>().AddSingleton<AdminToken>().AddHostedService<SiloStart>();
        return silo;
    }

    /// <summary>State and reminders of grains in PostgreSQL.</summary>
    public static ISiloBuilder AddAssetsState(this ISiloBuilder silo)
    {
        silo.Services.AddSingleton<IGrainStorageSerializer, StateSerializer>();
        silo.AddAdoNetGrainStorageAsDefault(storage => storage.Configure<NpgsqlDataSource>((settings, dataSource) =>
        {
            settings.Invariant = Invariant;
            settings.DataSource = dataSource;
        }));
        silo.Services.AddKeyedSingleton<IGrainStorage>(
            ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME,
            (services, name) => new FaultTellingStorage(
                AdoNetGrainStorageFactory.Create(services, (string)name!), // it is registered under one
                services.GetRequiredService<StorageFaults>()));
        return silo.UseAdoNetReminderService(reminders => reminders.Configure<NpgsqlDataSource>((settings, dataSource) =>
        {
            settings.Invariant = Invariant;
            settings.DataSource = dataSource;
        }));
    }

    /// <summary>Alone on this machine, or with the other silos of the database.</summary>
    public static ISiloBuilder AddAssetsClustering(this ISiloBuilder silo, SiloOptions options)
    {
        silo.AddClusterTls(options).Services.AddSingleton<IFatalErrorHandler, FatalFault>();
        silo.Configure<SchedulingOptions>(scheduling => scheduling.TurnWarningLengthThreshold = LongTurn);
        silo.Configure<ClusterOptions>(cluster =>
        {
            cluster.ServiceId = ClusterIdentity.ServiceId;
            cluster.ClusterId = ClusterIdentity.ClusterId;
        });
        if (!options.Cluster)
        {
            return silo.UseLocalhostClustering(
                options.SiloPort, options.GatewayPort, serviceId: ClusterIdentity.ServiceId, clusterId: ClusterIdentity.ClusterId);
        }

        silo.UseAdoNetClustering(clustering => clustering.Configure<NpgsqlDataSource>((settings, dataSource) =>
        {
            settings.Invariant = Invariant;
            settings.DataSource = dataSource;
        }));
        silo.AddAssetsMembership();
        return options.BindAddress.Equals(IPAddress.Any) || options.BindAddress.Equals(IPAddress.IPv6Any)
            ? silo.ConfigureEndpoints(
                options.SiloPort, options.GatewayPort, options.BindAddress.AddressFamily, listenOnAnyHostAddress: true)
            : silo.ConfigureEndpoints(options.BindAddress, options.SiloPort, options.GatewayPort);
    }
}
