using Orleans;

namespace OrleansAssets.Domain.Configuration;

/// <summary>An <c>enabled</c> flag in assets_config.yaml.</summary>
/// <param name="Kind"><c>assets</c> or <c>asset_classes</c>, as in the file.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.FileFlag")]
public sealed record FileFlag(string Kind, string Id, bool Enabled);
