using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Orleans;

namespace OrleansAssets.Portfolio;

/// <summary>Which fills, payments or events are asked for of what a portfolio was told: the last told first.</summary>
/// <param name="Most">Of one page, 1 to 1,000.</param>
/// <param name="Before">Those before this number of the journal, the <c>Next</c> of the page before; null begins with the last.</param>
/// <param name="AssetId">Of this asset only, by the id that it had then; a payment is of none.</param>
/// <param name="From">
/// When it happened, UTC, or later: of a fill when it was executed, of an event from when it holds, of a payment when it was made.
/// </param>
/// <param name="Until">Before then, UTC, likewise.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.RecordQuery")]
public sealed record RecordQuery(
    int Most, long? Before = null, string? AssetId = null, DateTimeOffset? From = null, DateTimeOffset? Until = null);

/// <summary>A fill or an event was taken back: the book is as if it had not been.</summary>
/// <param name="Sequence">Number of the correction in the journal.</param>
/// <param name="ReplacedBy">The fill in its place; null where there is none.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.TakenBack")]
public sealed record TakenBack(string CorrectionId, long Sequence, DateTimeOffset At, string By, string Reason, string? ReplacedBy);

/// <summary>A fill that a portfolio was told, as it was booked.</summary>
/// <param name="Sequence">Its number in the journal; of what took another one's place that of the correction.</param>
/// <param name="ToldAt">When it was told, UTC.</param>
/// <param name="Price">Per unit, in the asset's quote currency.</param>
/// <param name="Rate">What a unit of the quote currency was worth in the portfolio's.</param>
/// <param name="Fee">In the portfolio's currency; less than 0 for a rebate.</param>
/// <param name="QuantityAfter">Signed units that it left when it was told.</param>
/// <param name="RealisedProfit">In the portfolio's currency, fees not taken out, when it was told.</param>
/// <param name="IsPaper">Whether a paper portfolio made it itself.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.RecordedFill")]
public sealed record RecordedFill(
    long Sequence,
    DateTimeOffset ToldAt,
    Fill Fill,
    string ClassId,
    decimal Price,
    decimal Rate,
    string RateSource,
    decimal Fee,
    decimal QuantityAfter,
    decimal RealisedProfit,
    bool IsPaper)
{
    /// <summary>The fill in whose place a correction put it; null where it was told by itself.</summary>
    [Id(0)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Replaces { get; init; }

    /// <summary>How it was taken back; null while it stands.</summary>
    [Id(1)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TakenBack? TakenBack { get; init; }
}

/// <summary>A page of fills that a portfolio was told, those of imports left out: they are in its trades.</summary>
/// <param name="Currency">The portfolio's.</param>
/// <param name="Next">
/// What the next page is asked for with as <see cref="RecordQuery.Before"/>; null where this was the last one. A page may be empty though
/// older ones are not.
/// </param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.FillPage")]
public sealed record FillPage(string Currency, ImmutableArray<RecordedFill> Fills, long? Next);

/// <summary>Money that was paid in (more than 0) or taken out (less than 0), in the portfolio's currency.</summary>
/// <param name="Sequence">Its number in the journal.</param>
/// <param name="At">When it was made, UTC.</param>
/// <param name="By">Who made it.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.RecordedFlow")]
public sealed record RecordedFlow(long Sequence, DateTimeOffset At, string FlowId, decimal Amount, string By, string Reason);

/// <inheritdoc cref="FillPage"/>
[GenerateSerializer, Immutable, Alias("OrleansAssets.FlowPage")]
public sealed record FlowPage(string Currency, ImmutableArray<RecordedFlow> Flows, long? Next);

/// <summary>An event that a portfolio was told, and what it did when it was told.</summary>
/// <param name="Sequence">Its number in the journal.</param>
/// <param name="ToldAt">When it was told, UTC.</param>
/// <param name="ClassId">Of its asset; null where it is of the whole portfolio.</param>
/// <param name="Rate">What a unit of the event's currency was worth in the portfolio's.</param>
/// <param name="QuantityBefore">Signed units that it met.</param>
/// <param name="QuantityAfter">Signed units that it left.</param>
/// <param name="Amount">What cash gained, in the portfolio's currency, the tax that was kept back taken out.</param>
/// <param name="Withheld">That tax, in the portfolio's currency.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.RecordedEvent")]
public sealed record RecordedEvent(
    long Sequence,
    DateTimeOffset ToldAt,
    BookEvent Event,
    string? ClassId,
    decimal Rate,
    string RateSource,
    decimal QuantityBefore,
    decimal QuantityAfter,
    decimal Amount,
    decimal Withheld)
{
    /// <summary>How it was taken back; null while it stands.</summary>
    [Id(0)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TakenBack? TakenBack { get; init; }
}

/// <summary>A page of events that a portfolio was told.</summary>
/// <param name="Currency">The portfolio's.</param>
/// <param name="Next">As of <see cref="FillPage"/>.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.BookEventPage")]
public sealed record BookEventPage(string Currency, ImmutableArray<RecordedEvent> Events, long? Next);

/// <summary>Which decisions are asked for of all that a portfolio has stored: the last made first.</summary>
/// <param name="Most">Of one page, 1 to 1,000.</param>
/// <param name="Before">Those before this number of the journal, the <c>Next</c> of the page before; null begins with the last.</param>
/// <param name="AssetId">About this asset only; it need not be known, as an order for what is no asset was decided too.</param>
/// <param name="ClassId">About this class only.</param>
/// <param name="StrategyId">Of this strategy only.</param>
/// <param name="BindingRule">Only those that this rule decided, one of <see cref="RuleCodes"/>.</param>
/// <param name="From">When it was decided, UTC, or later.</param>
/// <param name="Until">Before then, UTC, likewise.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.DecisionQuery")]
public sealed record DecisionQuery(
    int Most,
    long? Before = null,
    string? AssetId = null,
    string? ClassId = null,
    string? StrategyId = null,
    DecisionOutcome? Outcome = null,
    string? BindingRule = null,
    DateTimeOffset? From = null,
    DateTimeOffset? Until = null);

/// <summary>A stored decision in one line; all of it is <see cref="IPortfolioGrain.GetDecisionAsync"/>'s.</summary>
/// <param name="Sequence">Its number in the journal.</param>
/// <param name="Quantity">Units permitted; 0 where the order was rejected.</param>
/// <param name="Notional">Their value in the portfolio's currency.</param>
/// <param name="Price">Per unit that it was decided at, in the asset's quote currency.</param>
/// <param name="BindingRule">Code of the rule that set the outcome, or was the nearest to do so.</param>
/// <param name="Remedy">What would have healed it; null where nothing was cut.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.FoundDecision")]
public sealed record FoundDecision(
    string DecisionId,
    long Sequence,
    DateTimeOffset DecidedAt,
    string ClientOrderId,
    string AssetId,
    string ClassId,
    string? StrategyId,
    OrderSide Side,
    DecisionOutcome Outcome,
    decimal Quantity,
    decimal Notional,
    decimal? Price,
    string BindingRule,
    string? Remedy);

/// <summary>A page of decisions.</summary>
/// <param name="Currency">The portfolio's.</param>
/// <param name="Next">
/// What the next page is asked for with as <see cref="DecisionQuery.Before"/>; null where this was the last one. A page may be empty though
/// older ones are not.
/// </param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.DecisionPage")]
public sealed record DecisionPage(string Currency, ImmutableArray<FoundDecision> Decisions, long? Next);
