namespace OrleansAssets.Domain.Assets;

/// <summary>What one rule allows.</summary>
/// <param name="Notional">US dollars; null where the rule could not be evaluated, which the explanation then says.</param>
public sealed record SizeLimit(string Code, string Scope, decimal? Notional, string Explanation);
