using System.Collections.Immutable;
using Orleans;

namespace OrleansAssets.Domain.Catalogue;

/// <summary>What was applied last, in the file's order; empty before the first time.</summary>
[GenerateSerializer, Alias("OrleansAssets.CatalogueState")]
public sealed record CatalogueState
{
    [Id(0)]
    public string ConfigurationHash { get; set; } = "";

    [Id(1)]
    public ImmutableArray<string> Classes { get; set; } = [];

    [Id(2)]
    public ImmutableArray<string> Assets { get; set; } = [];

    [Id(3)]
    public ImmutableArray<string> Phases { get; set; } = [];

    [Id(4)]
    public ImmutableArray<string> Sources { get; set; } = [];

    /// <summary>Assets and classes that a file had once and has no more: disabled, never deleted.</summary>
    [Id(5)]
    public ImmutableArray<VanishedEntry> Vanished { get; set; } = [];

    /// <summary>Names the entries and the program of the last application that came to its end; empty before the first.</summary>
    [Id(6)]
    public string AppliedContent { get; set; } = "";

    /// <summary>By what it holds: a catalogue that is applied again unchanged is not written again.</summary>
    public bool Equals(CatalogueState? other) =>
        ReferenceEquals(this, other)
        || (other is not null
            && ConfigurationHash == other.ConfigurationHash
            && AppliedContent == other.AppliedContent
            && Classes.SequenceEqual(other.Classes)
            && Assets.SequenceEqual(other.Assets)
            && Phases.SequenceEqual(other.Phases)
            && Sources.SequenceEqual(other.Sources)
            && Vanished.SequenceEqual(other.Vanished));

    public override int GetHashCode() => HashCode.Combine(ConfigurationHash, AppliedContent, Vanished.Length);
}

/// <summary>An asset or class that the file has no more, with its flag of then: it is put back when the file has the entry again.</summary>
/// <param name="Kind"><c>assets</c> or <c>asset_classes</c>, as in the file.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.VanishedEntry")]
public sealed record VanishedEntry(string Kind, string Id, bool WasEnabled, string WasEnabledBy, DateTimeOffset VanishedAt);
