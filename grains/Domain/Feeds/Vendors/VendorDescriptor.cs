using System.Collections.Immutable;
using OrleansAssets.DataSources;

namespace OrleansAssets.Domain.Feeds.Vendors;

/// <summary>What the rest of the product must know of a vendor before anyone is asked. Prices, limits and addresses are settings.</summary>
/// <param name="SourceId">The source it serves, e.g. <c>ccxt_binance</c>.</param>
public sealed record VendorDescriptor(string SourceId)
{
    /// <summary>The environment variables of its credentials, each of which it needs; none where it takes no key.</summary>
    public ImmutableArray<string> KeyVariables { get; init; } = [];

    /// <summary>The environment variables that it takes and can do without.</summary>
    public ImmutableArray<string> OptionalVariables { get; init; } = [];

    /// <summary>What it may be asked for: its adapter has the interface of each.</summary>
    public required ImmutableArray<DatasetKind> Datasets { get; init; }

    /// <summary>The indicators that its adapter knows by name; null where it has none by name.</summary>
    public ImmutableArray<string>? Indicators { get; init; }

    /// <summary>Whether its candles are as traded: it does not adjust what lies before a split.</summary>
    public bool HasRawPrices { get; init; }

    /// <summary>Whether its stream has trades beside quotes.</summary>
    public bool PushesTrades { get; init; }
}
