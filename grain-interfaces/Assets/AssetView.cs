using System.Collections.Immutable;
using Orleans;
using OrleansAssets.MarketData;

namespace OrleansAssets.Assets;

/// <summary>An asset as it stands now.</summary>
/// <param name="Enabled">Whether it may be traded and is collected: the operator's or the phase's word over the file's.</param>
/// <param name="EnabledBy">Who set the flag last: <c>configuration</c>, an operator's name or a phase id.</param>
/// <param name="EnabledChangedAt">When that was, UTC.</param>
/// <param name="LastQuote">The newest quote of any source that is believed, null before the first.</param>
/// <param name="Freshness">Per source and dataset, when it last delivered.</param>
/// <param name="Facts">What risk rules know of the asset beside its price.</param>
/// <param name="Doubt">The newest quote that is not believed; null where there is none, or it is explained.</param>
/// <param name="IsHeld">Whether a portfolio held it within the last minutes: then its quotes are collected before others'.</param>
/// <param name="LastTrade">The newest trade of others that is believed; null where no source pushes any.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.AssetView")]
public sealed record AssetView(
    AssetDefinition Definition,
    bool Enabled,
    string EnabledBy,
    DateTimeOffset EnabledChangedAt,
    Quote? LastQuote,
    ImmutableArray<SourceFreshness> Freshness,
    AssetFacts Facts,
    QuoteDoubt? Doubt = null,
    bool IsHeld = false,
    MarketTrade? LastTrade = null);

/// <summary>When a source last delivered a dataset of an asset.</summary>
/// <param name="Dataset">E.g. <c>quotes</c> or <c>candles-1h</c>.</param>
/// <param name="DataUntil">The instant up to which data is stored.</param>
/// <param name="CollectedAt">When the source was last asked with success.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.SourceFreshness")]
public sealed record SourceFreshness(string SourceId, string Dataset, DateTimeOffset DataUntil, DateTimeOffset CollectedAt);
