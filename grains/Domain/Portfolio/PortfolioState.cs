using Orleans;
using OrleansAssets.Domain.Portfolio.Bookkeeping;

namespace OrleansAssets.Domain.Portfolio;

/// <summary>
/// A snapshot of the book, so that an activation reads only what the journal has after it. The journal is the truth: a lost or old
/// snapshot costs time and nothing else.
/// </summary>
[GenerateSerializer, Alias("OrleansAssets.PortfolioState")]
public sealed record PortfolioState
{
    /// <summary>
    /// Set before an import changes the tables and cleared when the book has taken it: a crash between the two is noticed.
    /// </summary>
    [Id(0)]
    public bool Outdated { get; set; }

    // 1 to 5 held the figures of imports before the book did.
    [Id(6)]
    public PortfolioBook? Book { get; set; }
}
