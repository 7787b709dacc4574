using System.Collections.Immutable;

namespace OrleansAssets.Domain.Configuration;

/// <summary>How paper portfolios are filled.</summary>
/// <param name="StartingCapital">Paper money in US dollars that each one begins with.</param>
/// <param name="Fee">Fraction of a fill's value, where the class says nothing else.</param>
/// <param name="Slippage">Likewise the fraction by which a fill is worse than the collected bid or ask.</param>
public sealed record ShadowSettings(decimal StartingCapital, decimal Fee, decimal Slippage)
{
    /// <summary>What a file that names none gets.</summary>
    public static readonly ShadowSettings Default = new(10_000m, 0.001m, 0.0005m);

    /// <summary>Costs of classes that have their own.</summary>
    public ImmutableSortedDictionary<string, PaperCosts> ByClass { get; init; } = ImmutableSortedDictionary<string, PaperCosts>.Empty;

    /// <summary>What a fill of a class costs.</summary>
    public PaperCosts CostsOf(string classId) => ByClass.GetValueOrDefault(classId) ?? new PaperCosts(Fee, Slippage);
}

/// <summary>What a fill on paper costs.</summary>
/// <param name="Fee">Fraction of its value.</param>
/// <param name="Slippage">Fraction by which it is worse than the collected bid or ask.</param>
public sealed record PaperCosts(decimal Fee, decimal Slippage);
