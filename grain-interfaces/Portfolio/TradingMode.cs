using System.Text.Json.Serialization;
using Orleans;

namespace OrleansAssets.Portfolio;

/// <summary>What may be traded. An exit is possible in every mode: a halt that traps a position protects nobody.</summary>
[GenerateSerializer, Alias("OrleansAssets.TradingMode")]
public enum TradingMode
{
    /// <summary>Every order that keeps the rules.</summary>
    Normal = 0,

    /// <summary>Positions may be reduced, neither opened nor enlarged.</summary>
    ReduceOnly = 1,

    /// <summary>Likewise, and latched: only a named operator lifts it.</summary>
    Halted = 2,
}

/// <summary>How far a halt reaches.</summary>
[GenerateSerializer, Alias("OrleansAssets.HaltScope")]
public enum HaltScope
{
    /// <summary>The whole portfolio.</summary>
    Portfolio = 0,

    /// <summary>One class of assets.</summary>
    AssetClass = 1,

    /// <summary>One asset.</summary>
    Asset = 2,

    /// <summary>The orders of one strategy.</summary>
    Strategy = 3,
}

/// <summary>A halt in force.</summary>
/// <param name="ScopeId">The class, asset or strategy; the portfolio's id for the whole portfolio.</param>
/// <param name="Cause">A plain sentence with the figures that caused it.</param>
/// <param name="Since">UTC.</param>
/// <param name="Automatic">Whether a limit latched it, and no operator; false of halts that are older than this is kept.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.ActiveHalt")]
public sealed record ActiveHalt(
    string HaltId,
    HaltScope Scope,
    string ScopeId,
    TradingMode Mode,
    string Cause,
    DateTimeOffset Since,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] // inputs of older decisions keep their bytes
    bool Automatic = false)
{
    /// <summary>The account's halt that it carries out: only the account's reset lifts it. Null of every other.</summary>
    [Id(0), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? AccountHaltId { get; init; }

    /// <summary>Of the portfolio's own losses: the code of the rule that latched it, one of <see cref="RuleCodes"/>; else null.</summary>
    [Id(1), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? RuleCode { get; init; }
}
