using System.Collections.Immutable;
using Orleans;

namespace OrleansAssets.Portfolio;

/// <summary>A book against every limit that it can break by itself. Money in <paramref name="Currency"/>.</summary>
/// <param name="DayAnchorEquity">Equity from which the day's loss counts.</param>
/// <param name="Uses">Every limit: the broken ones first, then the nearest to it.</param>
/// <param name="Groups">Held assets that move together, each asset in one group.</param>
/// <param name="CorrelationsAsOf">Date of the matrix behind the groups; null without one: then all assets are one group.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.PortfolioReview")]
public sealed record PortfolioReview(
    string PortfolioId,
    string Currency,
    decimal Equity,
    decimal PeakEquity,
    decimal DayAnchorEquity,
    ImmutableArray<LimitUse> Uses,
    ImmutableArray<AssetGroup> Groups,
    DateOnly? CorrelationsAsOf,
    ImmutableArray<ActiveHalt> Halts);

/// <summary>How much of a limit is used.</summary>
/// <param name="Code">Code of the rule that enforces it, one of <see cref="RuleCodes"/>.</param>
/// <param name="Limit">In <paramref name="Unit"/>, as are the other amounts.</param>
/// <param name="Reserved">What approved orders hold of it.</param>
/// <param name="Used">Positions and reservations together.</param>
/// <param name="Headroom">Limit less what is used, below 0 where it is broken.</param>
/// <param name="Breached">Whether it is used up and more; of losses, whether it is reached.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.LimitUse")]
public sealed record LimitUse(
    string Code, string Scope, string Unit, decimal Limit, decimal Reserved, decimal Used, decimal Headroom, bool Breached);

/// <summary>Assets that move together.</summary>
/// <param name="Exposure">In the portfolio's currency, 0 or more.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.AssetGroup")]
public sealed record AssetGroup(ImmutableArray<string> AssetIds, decimal Exposure);

/// <summary>A move of an asset's price, e.g. -0.30 for 30 % down; more than -1.</summary>
/// <param name="Move">As a fraction of the price.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.PriceShock")]
public sealed record PriceShock(string AssetId, decimal Move);

/// <summary>What a book would be after shocks.</summary>
/// <param name="Profit">Change of equity, below 0 for a loss.</param>
/// <param name="Drawdown">Fraction below the peak, 0 or less.</param>
/// <param name="Trips">Limits that the shocks would break and that are whole now: the first to go first.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.WhatIfAnswer")]
public sealed record WhatIfAnswer(
    ImmutableArray<PriceShock> Shocks, decimal Profit, decimal Drawdown, PortfolioReview After, ImmutableArray<LimitTrip> Trips);

/// <summary>A limit that breaks.</summary>
/// <param name="AtPart">From which part of the shocks on, in hundredths: 0.5 is half way.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.LimitTrip")]
public sealed record LimitTrip(decimal AtPart, LimitUse Use);
