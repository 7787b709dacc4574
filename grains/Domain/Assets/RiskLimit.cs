namespace OrleansAssets.Domain.Assets;

/// <summary>A limit as an amount of money, and how it comes about.</summary>
/// <param name="Amount">Rounded down to cents; 0 or more.</param>
/// <param name="Arithmetic">E.g. <c>10 % of 10,000 x 0.8</c>.</param>
public sealed record RiskLimit(decimal Amount, string Arithmetic);
