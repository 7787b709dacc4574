using OrleansAssets.Portfolio;

namespace OrleansAssets.Api.Bodies;

/// <summary>Money paid in or taken out.</summary>
/// <param name="FlowId">Your id: the same again changes nothing.</param>
/// <param name="Amount">In the portfolio's currency: more than 0 is paid in, less than 0 taken out.</param>
/// <param name="Reason">Why, for the log.</param>
/// <param name="At">When the money moved, UTC; null is now. One that is told late is taken at its time.</param>
public sealed record FlowBody(string FlowId, decimal Amount, string Reason, DateTimeOffset? At = null);

/// <summary>A currency's worth.</summary>
/// <param name="Rate">What a unit of it is worth in the portfolio's currency, more than 0.</param>
/// <param name="Confirmed">Says a second time that it is true although it is far off what is known.</param>
public sealed record RateBody(decimal Rate, bool Confirmed = false);

/// <summary>Prices that move.</summary>
/// <param name="Shocks">One an asset.</param>
public sealed record WhatIfBody(PriceShock[] Shocks);

/// <summary>What happened to a position or to cash without a trade.</summary>
/// <param name="EventId">Your id: the same again changes nothing.</param>
/// <param name="EffectiveAt">
/// From when it holds, UTC: the opening at which a split trades in new units, the ex-date of a dividend; null is now.
/// </param>
/// <param name="Reason">Why, for the log.</param>
/// <param name="AssetId">The asset that it is of; null for an income or a cost of the whole portfolio.</param>
/// <param name="Amount">What cash gains in all, in <paramref name="Currency"/>: less than 0 where it is paid.</param>
/// <param name="PerUnit">Of a dividend or a delisting: for each unit that is held, instead of <paramref name="Amount"/>.</param>
/// <param name="Withheld">Tax kept back, 0 or more: for each unit where <paramref name="PerUnit"/> is given, else in all.</param>
/// <param name="Currency">Of the amounts; null is the asset's quote currency, and the portfolio's where there is no asset.</param>
/// <param name="Rate">What a unit of that currency is worth in the portfolio's; null takes the portfolio's own conversion.</param>
/// <param name="NewUnits">Of a split: what <paramref name="OldUnits"/> became.</param>
/// <param name="NewAssetId">Of a symbol change: the id from then on.</param>
/// <param name="StrategyId">Whose income or cost it is; null shares it by what each strategy holds.</param>
/// <param name="Confirmed">Said a second time: it is taken although it is one that nobody would believe.</param>
public sealed record BookEventBody(
    string EventId,
    BookEventKind Kind,
    DateTimeOffset? EffectiveAt,
    string Reason,
    string? AssetId = null,
    decimal? Amount = null,
    decimal? PerUnit = null,
    decimal Withheld = 0,
    string? Currency = null,
    decimal? Rate = null,
    int? NewUnits = null,
    int? OldUnits = null,
    string? NewAssetId = null,
    string? StrategyId = null,
    bool Confirmed = false);

/// <summary>An event that was wrong: the book becomes as if it had not been. The right one is recorded as any other.</summary>
/// <param name="CorrectionId">Your id: the same again changes nothing.</param>
/// <param name="Reason">Why, for the log.</param>
public sealed record EventCorrectionBody(string CorrectionId, string Reason);
