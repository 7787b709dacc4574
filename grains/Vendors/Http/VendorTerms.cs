using System.Collections.Immutable;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds.Vendors;

namespace OrleansAssets.Vendors.Http;

/// <summary>What one vendor means by its headers and statuses; what stands here holds for most.</summary>
internal sealed record VendorTerms
{
    /// <summary>What a reply's headers say is spent in the shortest window.</summary>
    public Func<VendorExchange, int?> UsedUnits { get; init; } = _ => null;

    /// <summary>What they say is spent in any window.</summary>
    public Func<VendorExchange, ImmutableArray<StatedUse>> StatedUses { get; init; } = _ => [];

    /// <summary>When a refused caller may ask again, where there is no Retry-After.</summary>
    public Func<VendorExchange, DateTimeOffset?> ResetsAt { get; init; } = _ => null;

    /// <summary>Whether a body is JSON.</summary>
    public Func<VendorExchange, bool> IsJson { get; init; } = exchange => exchange.IsJson;

    /// <summary>The failure that a reply states; null where it states none.</summary>
    public Func<VendorAnswer, VendorFailure?> FailureOf { get; init; } = answer => answer.OfStatus(answer.MessageOf());
}
