using System.Collections.Immutable;
using Orleans;

namespace OrleansAssets.Phases;

/// <summary>How likely a phase is to be READY on days to come, if they are like the days of its record.</summary>
/// <param name="AsOf">When it was computed, UTC.</param>
/// <param name="Refusal">Why there is no forecast, in words: the chances are empty then. Null where there is one.</param>
/// <param name="HistoryFrom">First of the days that the futures are drawn from.</param>
/// <param name="HistoryUntil">Last of them, and the last day of the record: days ahead are counted from it.</param>
/// <param name="HistoryDays">Calendar days from the first to the last.</param>
/// <param name="Draws">How many futures are drawn.</param>
/// <param name="Seed">Of the draws; the same for every forecast, so that the same record gives the same answer.</param>
/// <param name="HorizonDays">Days ahead, ascending; every list of chances has one entry for each.</param>
/// <param name="Chances">Share of the futures in which every requirement is met on that day, 0 to 1.</param>
/// <param name="Assumptions">What the chances rest on, in words.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.PhaseForecast")]
public sealed record PhaseForecast(
    string PhaseId,
    DateTimeOffset AsOf,
    string? Refusal,
    DateOnly? HistoryFrom,
    DateOnly? HistoryUntil,
    int HistoryDays,
    int Draws,
    long Seed,
    ImmutableArray<int> HorizonDays,
    ImmutableArray<RequirementForecast> Requirements,
    ImmutableArray<double> Chances,
    ImmutableArray<string> Assumptions);

/// <summary>How likely one requirement is to be met.</summary>
/// <param name="IsDrawn">Whether it depends on the days to come; a fact is taken to stay as it is and has chances of 0 or 1.</param>
/// <param name="Chances">Share of the futures in which it is met on each of the days ahead, 0 to 1.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.RequirementForecast")]
public sealed record RequirementForecast(string Name, bool MetNow, bool IsDrawn, ImmutableArray<double> Chances);
