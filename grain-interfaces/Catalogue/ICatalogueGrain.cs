using System.Collections.Immutable;
using Orleans;
using Orleans.Concurrency;
using OrleansAssets.AssetClasses;
using OrleansAssets.Assets;
using OrleansAssets.DataSources;
using OrleansAssets.Notices;
using OrleansAssets.Phases;
using OrleansAssets.Portfolio;
using OrleansAssets.Reminders;

namespace OrleansAssets.Catalogue;

/// <summary>Everything there is, in the file's order; key <see cref="Keys.Catalogue"/>.</summary>
/// <remarks>Every list can be cancelled; an application of the file cannot, as it would leave the grains between two files.</remarks>
[Alias("OrleansAssets.ICatalogueGrain")]
public interface ICatalogueGrain : IGrainWithStringKey
{
    /// <summary>Every asset with its last quote and how old its data are.</summary>
    [AlwaysInterleave]
    [Alias("GetAssets"), Question]
    Task<ImmutableArray<AssetView>> GetAssetsAsync(CancellationToken cancellationToken = default);

    /// <summary>Every pair that is collected for its rate and never traded, in the form of an asset.</summary>
    [AlwaysInterleave]
    [Alias("GetConversions"), Question]
    Task<ImmutableArray<AssetView>> GetConversionsAsync(CancellationToken cancellationToken = default);

    /// <summary>Every class with its limits and whether it is enabled.</summary>
    [AlwaysInterleave]
    [Alias("GetClasses"), Question]
    Task<ImmutableArray<AssetClassView>> GetClassesAsync(CancellationToken cancellationToken = default);

    /// <summary>Every phase with its status and its last stored readiness.</summary>
    [AlwaysInterleave]
    [Alias("GetPhases"), Question]
    Task<ImmutableArray<PhaseView>> GetPhasesAsync(CancellationToken cancellationToken = default);

    /// <summary>Every data source with its health, budget, cost (US dollars a month) and feeds.</summary>
    [AlwaysInterleave]
    [Alias("GetSources"), Question]
    Task<ImmutableArray<DataSourceView>> GetSourcesAsync(CancellationToken cancellationToken = default);

    /// <summary>What activating each phase that is not active would add to the monthly cost, in the order of the phases.</summary>
    [AlwaysInterleave]
    [Alias("GetPhaseCosts"), Question]
    Task<ImmutableArray<PhaseCost>> GetPhaseCostsAsync(CancellationToken cancellationToken = default);

    /// <summary>Where what runs differs from the file: the enabled flags that an operator or a phase changed.</summary>
    [AlwaysInterleave]
    [Alias("GetDifferences"), Question]
    Task<ImmutableArray<ConfigurationDifference>> GetDifferencesAsync(CancellationToken cancellationToken = default);

    /// <summary>The configuration that runs, or one that ran: every value of it, or those below a path.</summary>
    /// <param name="hash">Of the one that is asked for; null for the one that runs.</param>
    /// <param name="under">Only values at this path and below it, e.g. <c>risk</c> or <c>phases.phase_1_stocks</c>; null for all.</param>
    /// <exception cref="NotFoundException">None of this hash was applied, or it has nothing at that path.</exception>
    [AlwaysInterleave]
    [Alias("GetConfiguration"), Question]
    Task<ConfigurationView> GetConfigurationAsync(string? hash, string? under, CancellationToken cancellationToken = default);

    /// <summary>The configurations that were applied, the last first, page by page.</summary>
    /// <param name="most">Of one page, 1 to 1,000.</param>
    /// <param name="before">Those before this number, the <c>Next</c> of the page before; null begins with the last.</param>
    [AlwaysInterleave]
    [Alias("FindConfigurations"), Question]
    Task<ConfigurationVersionPage> FindConfigurationsAsync(int most, long? before, CancellationToken cancellationToken = default);

    /// <summary>Every enabled asset whose phase has not earned it.</summary>
    [AlwaysInterleave]
    [Alias("GetBypasses"), Question]
    Task<ImmutableArray<GateBypass>> GetBypassesAsync(CancellationToken cancellationToken = default);

    /// <summary>What was due and nobody did: collections of sources, and work by any other reminder; the longest first.</summary>
    [AlwaysInterleave]
    [Alias("GetOverdue"), Question]
    Task<ImmutableArray<OverdueWork>> GetOverdueAsync(CancellationToken cancellationToken = default);

    /// <summary>The portfolios that are traded, paper ones left out: those of the configuration, and those that were created.</summary>
    [AlwaysInterleave]
    [Alias("GetPortfolios"), Question]
    Task<ImmutableArray<PortfolioGlance>> GetPortfoliosAsync(CancellationToken cancellationToken = default);

    /// <summary>The installation at a glance.</summary>
    [AlwaysInterleave]
    [Alias("GetStatus"), Question]
    Task<SystemStatus> GetStatusAsync(CancellationToken cancellationToken = default);
}

/// <summary>One place where what runs differs from the file.</summary>
/// <param name="Path">E.g. <c>assets.NVDA.enabled</c>.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.ConfigurationDifference")]
public sealed record ConfigurationDifference(string Path, string InFile, string Running, string ChangedBy, DateTimeOffset ChangedAt);

/// <summary>The installation at a glance.</summary>
/// <param name="Mode"><c>sandbox</c> or <c>live</c>.</param>
/// <param name="Database">Server version and whether it is private, never the password.</param>
/// <param name="StartedAt">When the silo that answers started, UTC.</param>
/// <param name="MonthlyCostUsd">US dollars a month for the sources that are needed now.</param>
/// <param name="Bypasses">Every enabled asset whose phase has not earned it, by whose word it is.</param>
/// <param name="Overdue">What was due and nobody did.</param>
/// <param name="Doubts">Quotes that nobody would believe and that are not explained yet: their assets are reduce-only.</param>
/// <param name="CountsAreEstimates">Whether a count of rows is the planner's estimate, as an exact one would take too long.</param>
/// <param name="NextPhaseEvidence">Whose record the next phase was measured on, in words; null without one.</param>
/// <param name="Notices">What stands that people are told, the worst first; at most 20.</param>
/// <param name="Portfolios">The portfolios that are traded.</param>
// The alias without the 2, and in it the id 1, held the engine of versions that had two; both stay reserved.
[GenerateSerializer(IncludePrimaryConstructorParameters = false), Immutable, Alias("OrleansAssets.SystemStatus2")]
public sealed record SystemStatus(
    [property: Id(0)] string Version,
    [property: Id(2)] string Mode,
    [property: Id(3)] string Database,
    [property: Id(4)] DateTimeOffset StartedAt,
    [property: Id(5)] string ConfigurationHash,
    [property: Id(6)] int Assets,
    [property: Id(7)] int AssetsEnabled,
    [property: Id(8)] int Sources,
    [property: Id(9)] int SourcesHealthy,
    [property: Id(10)] decimal MonthlyCostUsd,
    [property: Id(11)] string CurrentPhaseId,
    [property: Id(12)] string? NextPhaseId,
    [property: Id(13)] ReadinessVerdict? NextPhaseVerdict,
    [property: Id(14)] long Candles,
    [property: Id(15)] long Quotes,
    [property: Id(16)] ImmutableArray<GateBypass> Bypasses,
    [property: Id(17)] ImmutableArray<OverdueWork> Overdue,
    [property: Id(18)] bool CountsAreEstimates,
    [property: Id(19)] ImmutableArray<QuoteDoubt> Doubts,
    [property: Id(20)] string? NextPhaseEvidence,
    [property: Id(21)] ImmutableArray<Notice> Notices,
    [property: Id(22)] ImmutableArray<PortfolioGlance> Portfolios);

/// <summary>A portfolio in one line. Money in the portfolio's currency.</summary>
/// <param name="Equity">Null without a record.</param>
/// <param name="Distances">How far each loss is from halting trading, the nearest first.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.PortfolioGlance")]
public sealed record PortfolioGlance(
    string PortfolioId, decimal? Equity, TradingMode Mode, ImmutableArray<ActiveHalt> Halts, ImmutableArray<HaltDistance> Distances)
{
    /// <summary>Why it cannot be read, in a sentence: nothing is decided there then, and the rest is not known; else null.</summary>
    [Id(0)]
    public string? Fault { get; init; }
}

/// <summary>An asset that is enabled without evidence.</summary>
/// <param name="By">Who enabled it: an operator, the configuration file, or those who forced the phase.</param>
/// <param name="Since">UTC.</param>
/// <param name="Reason">In a sentence.</param>
/// <param name="ExpiresAt">When the override ends, null where nothing ends it.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.GateBypass")]
public sealed record GateBypass(
    string AssetId, string PhaseId, PhaseStatus PhaseStatus, string By, DateTimeOffset Since, string Reason, DateTimeOffset? ExpiresAt);
