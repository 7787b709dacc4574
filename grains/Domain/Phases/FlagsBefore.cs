using System.Collections.Immutable;
using OrleansAssets.Domain.Configuration;

namespace OrleansAssets.Domain.Phases;

/// <summary>The enabled flags before an activation.</summary>
/// <param name="File">Those of the configuration file; empty where the silo does not own it.</param>
public sealed record FlagsBefore(ImmutableArray<FlagBefore> Flags, ImmutableArray<FileFlag> File);
