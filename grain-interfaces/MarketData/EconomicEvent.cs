using System.Collections.Immutable;
using Orleans;

namespace OrleansAssets.MarketData;

/// <summary>A release or a date that moves markets.</summary>
/// <param name="EventId">The source's id, unique there, e.g. <c>release-10-2026-12-10</c>.</param>
/// <param name="At">When it is due, UTC; 00:00 where the source names only a date.</param>
/// <param name="Country">ISO 3166 alpha-2 code, e.g. <c>US</c>.</param>
/// <param name="AssetId">Only where it belongs to one asset (earnings); else null.</param>
/// <param name="Classes">Classes that it concerns; empty for all.</param>
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
    Low = 0,
    Medium = 1,
    High = 2,
}
