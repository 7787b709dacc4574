namespace OrleansAssets.Domain.Configuration;

/// <summary>How paper portfolios are filled.</summary>
/// <param name="StartingCapital">Paper money in US dollars that each one begins with.</param>
/// <param name="Fee">Fraction of a fill's value.</param>
/// <param name="Slippage">Fraction by which a fill is worse than the collected bid or ask.</param>
public sealed record ShadowSettings(decimal StartingCapital, decimal Fee, decimal Slippage)
{
    /// <summary>What a file that names none gets.</summary>
    public static readonly ShadowSettings Default = new(10_000m, 0.001m, 0.0005m);
}
