using System.Collections.Immutable;
using Orleans;

namespace OrleansAssets.DataSources;

/// <summary>Where a source's circuit breaker stands.</summary>
[GenerateSerializer, Alias("OrleansAssets.CircuitState")]
public enum CircuitState
{
    /// <summary>Calls go through.</summary>
    Closed = 0,

    /// <summary>The pause after a failure is over: the next call decides.</summary>
    HalfOpen = 1,

    /// <summary>The source failed, or told us to stay away: nothing is asked until a stated time.</summary>
    Open = 2,
}

/// <summary>A source's circuit breaker.</summary>
/// <param name="Since">When it opened, null while it is closed.</param>
/// <param name="Until">When the next call is tried; null unless it is open.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.CircuitView")]
public sealed record CircuitView(CircuitState State, DateTimeOffset? Since, DateTimeOffset? Until);

/// <summary>Calls and failed ones of the last hour and the last day; counted in twelfths of an hour, and in hours.</summary>
[GenerateSerializer, Immutable, Alias("OrleansAssets.ErrorRate")]
public sealed record ErrorRate(int CallsLastHour, int FailuresLastHour, int CallsLastDay, int FailuresLastDay);

/// <summary>Money spent on billed calls in this calendar month (UTC).</summary>
/// <param name="SpentUsd">US dollars.</param>
/// <param name="BudgetUsd">US dollars a month; nothing is spent above it.</param>
/// <param name="UsdPerUnit">US dollars for one billed unit.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.MoneyUsage")]
public sealed record MoneyUsage(decimal SpentUsd, decimal BudgetUsd, decimal UsdPerUnit);

/// <summary>Whether a source can be reached with the credentials at hand.</summary>
/// <param name="Calls">Calls made for the check: 0 or 1.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.SourceCheck")]
public sealed record SourceCheck(string SourceId, CheckVerdict Verdict, string Text, string Mode, int Calls, double Seconds);

/// <summary>What a check found.</summary>
[GenerateSerializer, Alias("OrleansAssets.CheckVerdict")]
public enum CheckVerdict
{
    /// <summary>The source answered as it should.</summary>
    Ok = 0,

    /// <summary>It did not, or a credential is missing that is needed now.</summary>
    Failed = 1,

    /// <summary>It was not asked: nothing needs it, or its budget is spent.</summary>
    NotAsked = 2,
}

/// <summary>What activating a phase adds to the monthly cost.</summary>
/// <param name="AddsUsd">US dollars a month beyond what is paid now.</param>
/// <param name="Sources">The priced sources that it adds.</param>
/// <param name="BilledSources">Sources that it needs and that are billed by the call, within their budgets.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.PhaseCost")]
public sealed record PhaseCost(string PhaseId, decimal AddsUsd, ImmutableArray<string> Sources, ImmutableArray<string> BilledSources);
