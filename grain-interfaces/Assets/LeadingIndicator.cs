using Orleans;

namespace OrleansAssets.Assets;

/// <summary>A series that tends to move before the asset does.</summary>
/// <param name="Name">Snake-case name, e.g. <c>semiconductor_index</c>.</param>
/// <param name="SourceId">The source that delivers it, null where none does.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.LeadingIndicator")]
public sealed record LeadingIndicator(string Name, string? SourceId, string Description);
