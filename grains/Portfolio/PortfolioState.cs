using System.Collections.Immutable;
using Orleans;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Grains.Portfolio;

/// <summary>The newest figures of a portfolio; the record itself is in the ledger tables.</summary>
[GenerateSerializer, Alias("OrleansAssets.PortfolioState")]
internal sealed record PortfolioState
{
    /// <summary>Set before the ledger changes and cleared when the figures are taken again: a crash between the two is noticed.</summary>
    [Id(0)]
    public bool Outdated { get; set; }

    [Id(1)]
    public EquityPoint? Last { get; set; }

    [Id(2)]
    public decimal? PeakEquity { get; set; }

    [Id(3)]
    public int EquityDays { get; set; }

    [Id(4)]
    public int ClosedTrades { get; set; }

    /// <summary>At most one for each asset and side.</summary>
    [Id(5)]
    public ImmutableArray<Position> Positions { get; set; } = [];
}
