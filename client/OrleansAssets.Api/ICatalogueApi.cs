using System.Collections.Immutable;
using OrleansAssets.AssetClasses;
using OrleansAssets.Assets;
using OrleansAssets.Catalogue;
using OrleansAssets.DataSources;
using OrleansAssets.Phases;
using OrleansAssets.Reminders;
using Refit;

namespace OrleansAssets.Api;

/// <summary>Lists of everything there is, and the installation at a glance.</summary>
public interface ICatalogueApi
{
    [Get("/status")]
    Task<SystemStatus> GetStatusAsync(CancellationToken stop);

    [Get("/status/bypasses")]
    Task<ImmutableArray<GateBypass>> GetBypassesAsync(CancellationToken stop);

    [Get("/status/overdue")]
    Task<ImmutableArray<OverdueWork>> GetOverdueAsync(CancellationToken stop);

    [Get("/configuration")]
    Task<ConfigurationView> GetConfigurationAsync(string? hash, string? under, CancellationToken stop);

    [Get("/configuration/versions")]
    Task<ConfigurationVersionPage> FindConfigurationsAsync(long? before, int most, CancellationToken stop);

    [Get("/configuration/differences")]
    Task<ImmutableArray<ConfigurationDifference>> GetDifferencesAsync(CancellationToken stop);

    [Get("/assets")]
    Task<ImmutableArray<AssetView>> GetAssetsAsync(CancellationToken stop, string? classId = null, bool? enabled = null);

    [Get("/conversions")]
    Task<ImmutableArray<AssetView>> GetConversionsAsync(CancellationToken stop);

    [Get("/classes")]
    Task<ImmutableArray<AssetClassView>> GetClassesAsync(CancellationToken stop);

    [Get("/phases")]
    Task<ImmutableArray<PhaseView>> GetPhasesAsync(CancellationToken stop);

    [Get("/phases/costs")]
    Task<ImmutableArray<PhaseCost>> GetPhaseCostsAsync(CancellationToken stop);

    [Get("/sources")]
    Task<ImmutableArray<DataSourceView>> GetSourcesAsync(CancellationToken stop);

    [Get("/portfolios")]
    Task<ImmutableArray<PortfolioGlance>> GetPortfoliosAsync(CancellationToken stop);
}
