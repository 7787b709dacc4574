using System.Collections.Immutable;
using Orleans;

namespace OrleansAssets.Assets;

/// <summary>Asks for a position size.</summary>
/// <param name="PortfolioValue">Value in US dollars; more than 0.</param>
/// <param name="Price">Price per unit; null takes the middle of the last quote, if there is one.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.SizeRequest")]
public sealed record SizeRequest(decimal PortfolioValue, decimal? Price);

/// <summary>A position size and its reasons.</summary>
/// <param name="PortfolioValue">As asked, in US dollars.</param>
/// <param name="Notional">Size in US dollars, 0 where the minimum trade size cannot be met.</param>
/// <param name="Price">Per unit in the quote currency, as asked or the quote's middle; null without one.</param>
/// <param name="Quantity">Units, rounded down to the asset's precision; null without a price.</param>
/// <param name="BindingRule">Code of the rule that set the size.</param>
/// <param name="StopPrice">At the asset's own distance below the price; null without a price.</param>
/// <param name="TargetPrice">Likewise above it; null too where the asset has no target.</param>
/// <param name="Tradable">Whether an order may be placed now: asset and class enabled.</param>
/// <param name="NotTradableBecause">Why not, null where it is.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.SizeAnswer")]
public sealed record SizeAnswer(
    string AssetId,
    decimal PortfolioValue,
    decimal Notional,
    decimal? Price,
    decimal? Quantity,
    string BindingRule,
    ImmutableArray<SizeRule> Rules,
    decimal? StopPrice,
    decimal? TargetPrice,
    bool Tradable,
    string? NotTradableBecause);

/// <summary>One step of a sizing.</summary>
/// <param name="Code">Stable code, e.g. <c>ASSET_MAX_POSITION</c>.</param>
/// <param name="Scope">What the limit belongs to, e.g. <c>asset NVDA</c>.</param>
/// <param name="LimitNotional">The largest notional in US dollars that this rule allows.</param>
/// <param name="Explanation">The arithmetic in words, e.g. <c>10 % of 10,000 x 0.8</c>.</param>
/// <param name="Binding">Whether this rule set the size.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.SizeRule")]
public sealed record SizeRule(string Code, string Scope, decimal LimitNotional, string Explanation, bool Binding);
