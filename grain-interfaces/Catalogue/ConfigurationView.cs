using System.Collections.Immutable;
using Orleans;

namespace OrleansAssets.Catalogue;

/// <summary>A configuration as it was read and completed: the one that runs, or one that ran.</summary>
/// <param name="Hash">SHA-256 of the files, by which decisions name it.</param>
/// <param name="IsRunning">Whether it is the one that runs.</param>
/// <param name="Since">When it was applied last, UTC; null where that was before this was kept.</param>
/// <param name="Values">
/// Every value in force, defaults too, by path; names of variables stand for secrets, and addresses end with their host. What operators and
/// phases switched since is in <see cref="ICatalogueGrain.GetDifferencesAsync"/>.
/// </param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.ConfigurationView")]
public sealed record ConfigurationView(string Hash, bool IsRunning, DateTimeOffset? Since, ImmutableArray<ConfigurationValue> Values);

/// <summary>One value of a configuration.</summary>
/// <param name="Path">E.g. <c>risk.maxPortfolioHeat</c>; entries of a list by their id.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.ConfigurationValue")]
public sealed record ConfigurationValue(string Path, string Value);

/// <summary>One time that a configuration was applied.</summary>
/// <param name="Sequence">Its number in the stream <c>configuration</c> of the audit log, which has what changed.</param>
/// <param name="Previous">Hash of the one before; null of the first.</param>
/// <param name="AppliedAt">UTC.</param>
/// <param name="Changes">Values that differ from those before.</param>
/// <param name="IsRunning">Whether it is the one that runs.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.ConfigurationVersion")]
public sealed record ConfigurationVersion(
    long Sequence, string Hash, string? Previous, DateTimeOffset AppliedAt, int Changes, bool IsRunning);

/// <summary>A page of the configurations that were applied, the last first.</summary>
/// <param name="Next">What the next page is asked for with as <c>before</c>; null where this was the last one.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.ConfigurationVersionPage")]
public sealed record ConfigurationVersionPage(ImmutableArray<ConfigurationVersion> Versions, long? Next);
