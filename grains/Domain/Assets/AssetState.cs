using System.Collections.Immutable;
using Orleans;
using OrleansAssets.Assets;
using OrleansAssets.MarketData;

namespace OrleansAssets.Domain.Assets;

/// <summary>What an asset keeps.</summary>
[GenerateSerializer, Alias("OrleansAssets.AssetState")]
public sealed record AssetState
{
    /// <summary>Null until the catalogue has configured the asset.</summary>
    [Id(0)]
    public AssetDefinition? Definition { get; set; }

    [Id(1)]
    public EnabledFlag? Flag { get; set; }

    /// <summary>The newest quote that is believed.</summary>
    [Id(2)]
    public Quote? LastQuote { get; set; }

    /// <summary>One entry for each source and dataset; at most <see cref="AssetRules.FreshnessMax"/>.</summary>
    [Id(3)]
    public ImmutableArray<SourceFreshness> Freshness { get; set; } = [];

    [Id(4)]
    public AssetFacts Facts { get; set; } = AssetFacts.None;

    /// <summary>Quotes that are not believed, one entry a source.</summary>
    [Id(5)]
    public ImmutableArray<RefusedQuotes> Refused { get; set; } = [];

    /// <summary>Earnings dates by who tells of them, one entry a source.</summary>
    [Id(6)]
    public ImmutableArray<SourceEarnings> Earnings { get; set; } = [];

    /// <summary>The newest trade of others that is believed; null where no source pushes any.</summary>
    [Id(7)]
    public MarketTrade? LastTrade { get; set; }

    /// <summary>
    /// Since when quotes are believed that nothing vouches for: the first one had no other before it, no close and no mark of what is held
    /// to be measured by. Null once it is repeated for long enough, or a second source agrees, and in an older state.
    /// </summary>
    [Id(8)]
    public DateTimeOffset? UnprovenSince { get; set; }
}

/// <summary>The earnings dates that a source told of last.</summary>
[GenerateSerializer, Immutable, Alias("OrleansAssets.SourceEarnings")]
public sealed record SourceEarnings(string SourceId, ImmutableArray<DateOnly> Dates);
