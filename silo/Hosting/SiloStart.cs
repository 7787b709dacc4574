using Orleans;
using Orleans.Hosting;
using OrleansAssets.Catalogue;
using OrleansAssets.Grains.Configuration;
using OrleansAssets.Performance;
using OrleansAssets.RiskModel;

namespace OrleansAssets.Silo.Hosting;

/// <summary>What a silo does with the grains when it starts: brings the configuration in, and lets what works by reminders begin.</summary>
internal static class SiloStart
{
    public static ISiloBuilder AddAssetsStart(this ISiloBuilder silo)
    {
        silo.Services.AddSingleton<CatalogueCheck>();
        return silo.AddStartupTask(RunAsync);
    }

    private static async Task RunAsync(IServiceProvider services, CancellationToken cancellationToken)
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
