using System.Collections.Immutable;
using OrleansAssets.Domain.Configuration;

namespace OrleansAssets.Configuration;

/// <summary>A reading of config/: the configuration, or every fault in it.</summary>
/// <param name="Configuration">Null exactly where there are faults.</param>
/// <param name="Faults">By file and line; empty where the configuration is valid.</param>
public sealed record ConfigurationResult(AssetsConfiguration? Configuration, ImmutableArray<ConfigurationFault> Faults);
