using System.Collections.Immutable;
using Orleans;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Phases;

/// <summary>What an activation or a deactivation would change. Money in US dollars.</summary>
/// <param name="Allowed">Whether it would be granted now.</param>
/// <param name="Because">Why it would not, or null.</param>
/// <param name="FileRewritten">Whether the flags of the configuration file would be rewritten too.</param>
/// <param name="LaterPhases">Later phases that are active and stay so.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.PhasePlan")]
public sealed record PhasePlan(
    string PhaseId,
    PhaseOperationKind Kind,
    bool Allowed,
    string? Because,
    Readiness Readiness,
    ImmutableArray<FlagChange> Flags,
    ImmutableArray<LimitChange> Limits,
    ImmutableArray<FeedChange> Feeds,
    decimal MonthlyCostNowUsd,
    decimal MonthlyCostAfterUsd,
    CapitalCheck Capital,
    ImmutableArray<PlanBreach> Breaches,
    ImmutableArray<string> LaterPhases,
    bool FileRewritten);

/// <summary>An enabled flag that would change.</summary>
/// <param name="Path">As in the file, e.g. <c>assets.NVDA.enabled</c>.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.FlagChange")]
public sealed record FlagChange(string Path, bool Now, bool After);

/// <summary>A class's share of the portfolio that would be allowed.</summary>
/// <param name="Now">Fraction of the portfolio value.</param>
/// <param name="After">Likewise, once it is done.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.LimitChange")]
public sealed record LimitChange(string ClassId, decimal Now, decimal After, TradingMode ModeNow, TradingMode ModeAfter);

/// <summary>A feed that would start or stop.</summary>
[GenerateSerializer, Immutable, Alias("OrleansAssets.FeedChange")]
public sealed record FeedChange(string SourceId, string AssetId, ImmutableArray<string> Datasets, bool Starts);

/// <summary>The portfolio's equity beside what the phase asks for.</summary>
/// <param name="Equity">US dollars; null without a record.</param>
/// <param name="Minimum">US dollars.</param>
/// <param name="Recommended">US dollars.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.CapitalCheck")]
public sealed record CapitalCheck(decimal? Equity, decimal Minimum, decimal Recommended);

/// <summary>Positions that would be above a limit, or that stand in the way.</summary>
/// <param name="Scope">An asset or a class id.</param>
/// <param name="ExposureUsd">Null where it is not known: the explanation says what is missing.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.PlanBreach")]
public sealed record PlanBreach(string Scope, decimal? ExposureUsd, decimal? LimitUsd, string Explanation);
