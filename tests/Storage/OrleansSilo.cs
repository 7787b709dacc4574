using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Reminders;
using Orleans.Storage;
using Orleans.TestingHost;
using OrleansAssets.Grains.Reminders;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Storage;

/// <summary>One silo over a migrated database, with Orleans' own providers.</summary>
internal sealed class OrleansSilo : IAsyncDisposable
{
    public const string Provider = "store";
    readonly InProcessTestCluster _cluster;

    OrleansSilo(InProcessTestCluster cluster) => _cluster = cluster;

    public IClusterClient Client => _cluster.Client;

    public IGrainStorage Storage => Services.GetRequiredKeyedService<IGrainStorage>(Provider);

    public IReminderTable Reminders => Services.GetRequiredService<IReminderTable>();

    /// <summary>Stores which reminders ticked, as a silo does every half minute.</summary>
    public Task StoreTicksAsync() => Services.GetRequiredService<ReminderTicks>().StoreAsync(CancellationToken.None);

    IServiceProvider Services => _cluster.GetSiloServiceProvider();

    public static async Task<OrleansSilo> StartAsync(
        NpgsqlDataSource database, string serviceId, Action<ISiloBuilder>? configure = null, bool deleteStateOnClear = false)
    {
        var builder = new InProcessTestClusterBuilder(1);
        builder.Options.ServiceId = serviceId;
        builder.ConfigureSilo((_, silo) =>
        {
            silo.AddAdoNetGrainStorage(Provider, (AdoNetGrainStorageOptions options) =>
            {
                options.Invariant = "Npgsql";
                options.DataSource = database;
                options.DeleteStateOnClear = deleteStateOnClear;
                options.GrainStorageSerializer = new PlainJson();
            });
            silo.UseAdoNetReminderService((AdoNetReminderTableOptions options) =>
            {
                options.Invariant = "Npgsql";
                options.DataSource = database;
            });
            configure?.Invoke(silo);
        });

        InProcessTestCluster? cluster = null;
        InnerCalls.Allow(builder, () => cluster!); // it is built before it is called
        cluster = builder.Build();
        try
        {
            await cluster.DeployAsync();
            return new OrleansSilo(cluster);
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Its reminders follow <paramref name="clock"/>, and its grains report their ticks to <paramref name="ticks"/>.</summary>
    public static Task<OrleansSilo> StartAsync(NpgsqlDataSource database, string serviceId, WatchedClock clock, TickLog ticks) =>
        StartAsync(database, serviceId, silo =>
        {
            silo.Services.AddSingleton(ticks);
            silo.Services.AddKeyedSingleton<TimeProvider>(ReminderTimeProviderNames.Reminders, clock);
        });

    public async ValueTask DisposeAsync() => await _cluster.DisposeAsync();

    sealed class PlainJson : IGrainStorageSerializer
    {
        public BinaryData Serialize<T>(T? input) => new(JsonSerializer.SerializeToUtf8Bytes(input));

        public T Deserialize<T>(BinaryData input) =>
            JsonSerializer.Deserialize<T>(input) ?? throw new JsonException("The payload is null.");
    }
}
