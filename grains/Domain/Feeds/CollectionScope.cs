namespace OrleansAssets.Domain.Feeds;

/// <summary>What is collected beside the enabled assets.</summary>
public sealed record CollectionScope(WarmUp WarmUp);

/// <summary>The assets that are collected before they are enabled.</summary>
public enum WarmUp
{
    /// <summary>Those of the next phase, whose readiness asks for a healthy source.</summary>
    NextPhase = 0,

    /// <summary>All of the configuration, so that every source has something to collect.</summary>
    All = 1,
}
