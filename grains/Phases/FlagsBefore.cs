using System.Collections.Immutable;
using OrleansAssets.Grains.Configuration;

namespace OrleansAssets.Grains.Phases;

/// <summary>The enabled flags before an activation.</summary>
/// <param name="File">Those of the configuration file; empty where the silo does not own it.</param>
internal sealed record FlagsBefore(ImmutableArray<FlagBefore> Flags, ImmutableArray<FileFlag> File);
