using System.Collections.Immutable;
using Orleans;

namespace OrleansAssets.Assets;

/// <summary>What the configuration says of an asset.</summary>
/// <param name="Id">Id, e.g. <c>BTC/USDT</c> or <c>NVDA</c>.</param>
/// <param name="ClassId">Its class, e.g. <c>crypto</c>.</param>
/// <param name="PhaseId">The phase that activates it.</param>
/// <param name="Enabled">The file's flag: what a new installation starts with.</param>
/// <param name="Symbols">Its name at each source.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.AssetDefinition")]
public sealed record AssetDefinition(
    string Id,
    string Name,
    string ClassId,
    string PhaseId,
    bool Enabled,
    ImmutableArray<SourceSymbol> Symbols,
    ImmutableArray<LeadingIndicator> LeadingIndicators,
    ImmutableArray<string> RequiredSources,
    ImmutableArray<string> OptionalSources,
    AssetRisk Risk)
{
    /// <summary>The asset's name at a source, null where that source does not serve it.</summary>
    public string? SymbolAt(string sourceId) => Symbols.FirstOrDefault(symbol => symbol.SourceId == sourceId)?.Symbol;

    /// <inheritdoc/>
    public bool Equals(AssetDefinition? other) =>
        ReferenceEquals(this, other)
        || (other is not null
            && Id == other.Id
            && Name == other.Name
            && ClassId == other.ClassId
            && PhaseId == other.PhaseId
            && Enabled == other.Enabled
            && Symbols.Holds(other.Symbols)
            && LeadingIndicators.Holds(other.LeadingIndicators)
            && RequiredSources.Holds(other.RequiredSources)
            && OptionalSources.Holds(other.OptionalSources)
            && Risk == other.Risk);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, Name);
}

/// <summary>A series that tends to move before the asset does.</summary>
/// <param name="Name">Snake-case name, e.g. <c>semiconductor_index</c>.</param>
/// <param name="SourceId">The source that delivers it, null where none does.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.LeadingIndicator")]
public sealed record LeadingIndicator(string Name, string? SourceId, string Description);

/// <summary>An asset's name at one source, e.g. <c>BTCUSDT</c> at <c>ccxt_binance</c>.</summary>
[GenerateSerializer, Immutable, Alias("OrleansAssets.SourceSymbol")]
public sealed record SourceSymbol(string SourceId, string Symbol);
