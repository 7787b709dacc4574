using System.Collections.Immutable;
using Orleans;

namespace OrleansAssets.MarketData;

/// <summary>A release or a date that moves markets.</summary>
/// <param name="EventId">The source's id, unique there, e.g. <c>release-10-2026-12-10</c>.</param>
/// <param name="At">When it is due, UTC; 00:00 where the source names only a date.</param>
/// <param name="Country">ISO 3166 alpha-2 code, e.g. <c>US</c>.</param>
/// <param name="AssetId">Only where it belongs to one asset (earnings); else null.</param>
/// <param name="Classes">Classes that it concerns; empty for all.</param>
/// <param name="Unit">Of the three values, e.g. <c>%</c>; empty where they are pure numbers.</param>
/// <param name="Previous">In <paramref name="Unit"/>; null where the source has none, as are the other two.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.EconomicEvent")]
public sealed record EconomicEvent(
    string SourceId,
    string EventId,
    DateTimeOffset At,
    string Title,
    string Country,
    EventImpact Impact,
    string? AssetId,
    ImmutableArray<string> Classes,
    string Unit,
    decimal? Previous,
    decimal? Forecast,
    decimal? Actual);

/// <summary>How much an event is expected to move markets.</summary>
[GenerateSerializer, Alias("OrleansAssets.EventImpact")]
public enum EventImpact
{
    /// <summary>Markets hardly move.</summary>
    Low = 0,

    /// <summary>Markets may move.</summary>
    Medium = 1,

    /// <summary>Markets usually move.</summary>
    High = 2,
}
