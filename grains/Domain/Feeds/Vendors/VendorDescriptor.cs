using System.Collections.Immutable;

namespace OrleansAssets.Domain.Feeds.Vendors;

/// <summary>What the rest of the product must know of a vendor before anyone is asked.</summary>
/// <param name="SourceId">The source it serves, e.g. <c>ccxt_binance</c>.</param>
/// <param name="Indicators">The indicators that its adapter knows by name; null where it has none by name.</param>
public sealed record VendorDescriptor(string SourceId, ImmutableArray<string>? Indicators = null);
