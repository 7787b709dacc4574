using System.Collections.Immutable;
using Orleans;
using OrleansAssets.Audit;

namespace OrleansAssets.Portfolio;

/// <summary>What a portfolio keeps itself. Money in the portfolio's currency.</summary>
/// <param name="IsShadow">Whether it is a paper portfolio: no capital is at risk.</param>
/// <param name="Cash">Below 0 where something is financed.</param>
/// <param name="Flows">Deposits less withdrawals ever.</param>
/// <param name="RealisedProfit">Of closed positions ever.</param>
/// <param name="UnrealisedProfit">Of open positions at their marks.</param>
/// <param name="Fees">Paid ever.</param>
/// <param name="DayAnchor">Equity from which the day's loss counts.</param>
/// <param name="Mode">Of the whole portfolio.</param>
/// <param name="Warnings">Limits that are near, worst first.</param>
/// <param name="LastDrill">The newest rehearsal of a halt.</param>
/// <param name="Journal">The last event that is in these figures.</param>
/// <param name="LastHaltedAt">
/// When the whole portfolio was halted last: the latch, or the reset that lifted it; null if it never was.
/// </param>
/// <param name="Income">Dividends, interest, financing and rebates received ever.</param>
/// <param name="Costs">Interest, financing, borrow, other fees, dividends of shorts and tax paid ever, beside the fees of fills.</param>
/// <param name="Rates">Of each currency that something is held in, and of what was stated; by their codes.</param>
/// <param name="Distances">How far each loss is from halting trading, the nearest first.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.BookView")]
public sealed record BookView(
    bool IsShadow,
    decimal Cash,
    decimal Flows,
    decimal RealisedProfit,
    decimal UnrealisedProfit,
    decimal Fees,
    decimal DayAnchor,
    TradingMode Mode,
    long ModeVersion,
    ImmutableArray<ActiveHalt> Halts,
    ImmutableArray<PositionView> Positions,
    ImmutableArray<Reservation> Reservations,
    ImmutableArray<string> Warnings,
    DrillReport? LastDrill,
    AuditPosition Journal,
    DateTimeOffset? LastHaltedAt,
    decimal Income,
    decimal Costs,
    ImmutableArray<RateView> Rates,
    ImmutableArray<HaltDistance> Distances)
{
    /// <summary>What happened and nobody approved, and no operator has seen yet.</summary>
    [Id(0)]
    public ImmutableArray<Irregularity> Unseen { get; init; } = [];

    /// <summary>What the supervisor advises to close or to look at.</summary>
    [Id(1)]
    public ImmutableArray<PositionAdvice> Advice { get; init; } = [];

    /// <summary>Money that somebody would take out and others have to agree to.</summary>
    [Id(2)]
    public ImmutableArray<WaitingWithdrawal> Withdrawals { get; init; } = [];

    /// <summary>What somebody stated of a currency's worth and others have to agree to.</summary>
    [Id(4)]
    public ImmutableArray<WaitingRate> WaitingRates { get; init; } = [];

    /// <summary>What is lost where every position, and what approved orders would open, meets its stop.</summary>
    [Id(3)]
    public decimal Heat { get; init; }

    /// <summary>
    /// How far classes, assets and strategies are from halting by themselves, the nearest first: losses (<see cref="RuleCodes.DailyLoss"/>,
    /// <see cref="RuleCodes.Drawdown"/>) in the portfolio's currency, and what <see cref="ScopeHaltCodes"/> names. That of which nothing is
    /// used, or that is in force, is left out.
    /// </summary>
    [Id(5)]
    public ImmutableArray<LimitUse> ScopeDistances { get; init; } = [];
}

/// <summary>What a unit of a currency is worth in the portfolio's, as it is in use.</summary>
/// <param name="Source">Where it comes from, e.g. <c>USD/JPY at oanda</c>.</param>
/// <param name="At">When it was true, UTC; null where it is only assumed, as that a stablecoin counts as a dollar.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.RateView")]
public sealed record RateView(string Currency, decimal Rate, string Source, DateTimeOffset? At);

/// <summary>A position with its worth. Prices in the asset's quote currency, amounts in the portfolio's.</summary>
/// <param name="Quantity">Signed units.</param>
/// <param name="MarkedAt">When the mark's price was stated, UTC.</param>
/// <param name="Rate">What a unit of the quote currency is worth in the portfolio's.</param>
/// <param name="Value">What it adds to equity.</param>
/// <param name="Exposure">What is at stake in the market, 0 or more.</param>
/// <param name="RateAt">When the rate was true, UTC; null of the portfolio's own currency, and where it is only assumed.</param>
/// <param name="Margined">Settled by its profit alone: no cash was exchanged for it.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.PositionView")]
public sealed record PositionView(
    string AssetId,
    string ClassId,
    decimal Quantity,
    decimal AverageEntryPrice,
    decimal MarkPrice,
    DateTimeOffset MarkedAt,
    decimal Rate,
    string RateSource,
    decimal Value,
    decimal Exposure,
    decimal UnrealisedProfit,
    decimal? StopPrice,
    DateTimeOffset OpenedAt,
    bool Margined,
    DateTimeOffset? RateAt = null)
{
    /// <summary>Where its profit is taken, in the asset's quote currency; null for none.</summary>
    [Id(0)]
    public decimal? TargetPrice { get; init; }
}

/// <summary>A stored decision, and what its stored inputs give now.</summary>
/// <param name="Identical">Whether both are the same to the byte.</param>
/// <param name="InputJson">The stored inputs.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.DecisionReplay")]
public sealed record DecisionReplay(OrderDecision Decision, OrderDecision Replayed, bool Identical, string InputJson);
