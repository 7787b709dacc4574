using System.Collections.Immutable;
using OrleansAssets.Domain.Configuration;

namespace OrleansAssets.Configuration;

/// <summary>A reading of config/: the configuration, or every fault in it.</summary>
/// <param name="Configuration">Null exactly where there are faults.</param>
/// <param name="Faults">By file and line; empty where the configuration is valid.</param>
public sealed record ConfigurationResult(AssetsConfiguration? Configuration, ImmutableArray<ConfigurationFault> Faults);

/// <summary>One thing wrong in config/, with its place, what stands there and what may.</summary>
/// <param name="File">Path of the file, e.g. <c>config/assets_config.yaml</c>.</param>
/// <param name="Line">Line, counted from 1; 1 where the file as a whole is wrong.</param>
/// <param name="Column">Column, counted from 1.</param>
/// <param name="Path">The key, e.g. <c>assets.NVDA.risk.max_position</c>; empty where the file as a whole is wrong.</param>
/// <param name="Found">What stands there.</param>
/// <param name="Rule">What must stand there.</param>
/// <param name="Nearest">The nearest valid name, null where none is near.</param>
public sealed record ConfigurationFault(string File, int Line, int Column, string Path, string Found, string Rule, string? Nearest = null)
{
    /// <summary>E.g. <c>config/assets_config.yaml:42:7 assets.NVDA.risk.max_position: found 0.5; must be 0.02 to 0.10</c>.</summary>
    public string Message =>
        $"{File}:{Line}:{Column}{(Path.Length == 0 ? "" : $" {Path}")}: found {Found}; {Rule}"
        + (Nearest is null ? "" : $"; did you mean '{Nearest}'?");

    public override string ToString() => Message;
}
