using System.Collections.Immutable;
using Orleans;

namespace OrleansAssets.Phases;

/// <summary>What the configuration says of a phase.</summary>
/// <param name="Order">0 for the first; a phase needs every earlier one active.</param>
/// <param name="Portfolio">The portfolio whose record is the evidence.</param>
/// <param name="Classes">Classes it enables.</param>
/// <param name="Assets">Assets it enables.</param>
/// <param name="MinimumCapital">US dollars.</param>
/// <param name="RecommendedCapital">US dollars.</param>
/// <param name="ActiveFromStart">Active in a new installation.</param>
/// <param name="Approvals">How many different operators a forced activation needs.</param>
/// <param name="CoolDownDays">Days after a demotion before it may be earned again.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.PhaseDefinition")]
public sealed record PhaseDefinition(
    string Id,
    string Name,
    int Order,
    string Portfolio,
    ImmutableArray<string> EarlierPhases,
    ImmutableArray<RequirementDefinition> Requirements,
    ImmutableArray<string> Classes,
    ImmutableArray<string> Assets,
    decimal MinimumCapital,
    decimal RecommendedCapital,
    bool AutoActivate,
    bool ActiveFromStart,
    int Approvals = 1,
    int CoolDownDays = 0)
{
    /// <summary>What an active phase must keep to beside the exit thresholds of its requirements.</summary>
    [Id(0)]
    public ImmutableArray<RequirementDefinition> ExitRequirements { get; init; } = [];

    /// <summary>
    /// US dollars that the portfolio of an active phase must keep, less than <see cref="MinimumCapital"/>, so that nothing swings with each
    /// price; null, as in what older versions stored, is the minimum.
    /// </summary>
    [Id(1)]
    public decimal? KeepCapital { get; init; }

    /// <inheritdoc/>
    public bool Equals(PhaseDefinition? other) =>
        ReferenceEquals(this, other)
        || (other is not null
            && Id == other.Id
            && Name == other.Name
            && Order == other.Order
            && Portfolio == other.Portfolio
            && EarlierPhases.Holds(other.EarlierPhases)
            && Requirements.Holds(other.Requirements)
            && Classes.Holds(other.Classes)
            && Assets.Holds(other.Assets)
            && MinimumCapital == other.MinimumCapital
            && RecommendedCapital == other.RecommendedCapital
            && AutoActivate == other.AutoActivate
            && ActiveFromStart == other.ActiveFromStart
            && Approvals == other.Approvals
            && CoolDownDays == other.CoolDownDays
            && ExitRequirements.Holds(other.ExitRequirements)
            && KeepCapital == other.KeepCapital);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, Name);
}

/// <summary>One requirement of a phase.</summary>
/// <param name="Name">Its key in the file, e.g. <c>crypto_profitable_days</c>.</param>
/// <param name="Scope">A class id, or null for the whole portfolio.</param>
/// <param name="Threshold">Days, a ratio or a fraction by metric; null for <see cref="RequirementMetric.DataSource"/>.</param>
/// <param name="WindowDays">Look-back in calendar days that end with the newest finished day.</param>
/// <param name="MinimumSample">Fewest daily returns (or closed trades, for the win rate of trades) that count as evidence.</param>
/// <param name="AnyOfSources">For <see cref="RequirementMetric.DataSource"/>: one of these must be configured and healthy.</param>
/// <param name="Confidence">Given, the worse bound of the interval at this level decides, not the value.</param>
/// <param name="Ledger">Whose record is measured.</param>
/// <param name="ExitThreshold">An active phase that no longer keeps to this is demoted; looser than the threshold.</param>
/// <param name="MinimumCoverage">
/// For data sources: the share of the window's candles that must have been received, in every feed of the phase's assets at the source.
/// </param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.RequirementDefinition")]
public sealed record RequirementDefinition(
    string Name,
    RequirementMetric Metric,
    string? Scope,
    Direction Direction,
    decimal? Threshold,
    int WindowDays,
    StreakMode Mode,
    WinRateBasis Basis,
    int MinimumSample,
    ImmutableArray<string> AnyOfSources,
    decimal? Confidence = null,
    EvidenceLedger Ledger = EvidenceLedger.Live,
    decimal? ExitThreshold = null,
    decimal? MinimumCoverage = null)
{
    /// <inheritdoc/>
    public bool Equals(RequirementDefinition? other) =>
        ReferenceEquals(this, other)
        || (other is not null
            && Name == other.Name
            && Metric == other.Metric
            && Scope == other.Scope
            && Direction == other.Direction
            && Threshold == other.Threshold
            && WindowDays == other.WindowDays
            && Mode == other.Mode
            && Basis == other.Basis
            && MinimumSample == other.MinimumSample
            && AnyOfSources.Holds(other.AnyOfSources)
            && Confidence == other.Confidence
            && Ledger == other.Ledger
            && ExitThreshold == other.ExitThreshold
            && MinimumCoverage == other.MinimumCoverage);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Metric);
}

/// <summary>Whose record is evidence.</summary>
[GenerateSerializer, Alias("OrleansAssets.EvidenceLedger")]
public enum EvidenceLedger
{
    /// <summary>The portfolio's own.</summary>
    Live = 0,

    /// <summary>The paper portfolio of the requirement's class.</summary>
    Shadow = 1,
}

/// <summary>What a requirement measures.</summary>
[GenerateSerializer, Alias("OrleansAssets.RequirementMetric")]
public enum RequirementMetric
{
    /// <summary>Days with a profit, counted as the mode says.</summary>
    ProfitableDays = 0,

    /// <summary>Annualised Sharpe ratio of daily returns.</summary>
    SharpeRatio = 1,

    /// <summary>Largest fall from a peak, as a fraction.</summary>
    MaxDrawdown = 2,

    /// <summary>Share of won trades, or of profitable days.</summary>
    WinRate = 3,

    /// <summary>A data source that is configured and healthy.</summary>
    DataSource = 4,

    /// <summary>A phase that is active.</summary>
    EarlierPhase = 5,

    /// <summary>Equity in US dollars.</summary>
    Capital = 6,

    /// <summary>The portfolio was not halted in the window.</summary>
    HaltFree = 7,

    /// <summary>A halt drill in the window.</summary>
    Drill = 8,

    /// <summary>The pause after a demotion is over.</summary>
    CoolDown = 9,
}

/// <summary>How the measured value must stand to the threshold.</summary>
[GenerateSerializer, Alias("OrleansAssets.Direction")]
public enum Direction
{
    /// <summary>The value is the threshold or more.</summary>
    AtLeast = 0,

    /// <summary>The value is above the threshold.</summary>
    MoreThan = 1,

    /// <summary>The value is the threshold or less.</summary>
    AtMost = 2,

    /// <summary>The value is below the threshold.</summary>
    LessThan = 3,
}

/// <summary>Whether profitable days are counted in all, or only the current run of them.</summary>
[GenerateSerializer, Alias("OrleansAssets.StreakMode")]
public enum StreakMode
{
    /// <summary>All days in the window count.</summary>
    Total = 0,

    /// <summary>Only the days of the current streak count.</summary>
    Consecutive = 1,
}

/// <summary>
/// What a win rate is counted over. Auto takes closed trades where the window has enough of them, else days; the answer says which.
/// </summary>
[GenerateSerializer, Alias("OrleansAssets.WinRateBasis")]
public enum WinRateBasis
{
    /// <summary>Trades where there are enough of them, else days.</summary>
    Auto = 0,

    /// <summary>Closed trades.</summary>
    Trades = 1,

    /// <summary>Days with a return.</summary>
    Days = 2,
}
