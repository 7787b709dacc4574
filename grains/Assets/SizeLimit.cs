namespace OrleansAssets.Grains.Assets;

/// <summary>What one rule allows.</summary>
/// <param name="Notional">US dollars; null where the rule could not be evaluated, which the explanation then says.</param>
internal sealed record SizeLimit(string Code, string Scope, decimal? Notional, string Explanation);
