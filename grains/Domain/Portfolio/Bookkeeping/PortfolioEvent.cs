using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using OrleansAssets.Domain.Monetary;
using OrleansAssets.Domain.Returns;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Portfolio.Bookkeeping;

/// <summary>What happened to a portfolio. Its JSON is the payload of an entry of the audit log: members are only ever added.</summary>
public abstract record PortfolioEvent;

/// <summary>An operator made the portfolio: its name is known from then on.</summary>
public sealed record PortfolioCreated(string Reason) : PortfolioEvent;

/// <param name="OrderHash">Of the order as the caller gave it.</param>
public sealed record OrderDecided(OrderDecision Decision, string ClassId, string OrderHash) : PortfolioEvent;

/// <summary>What became of an order at the broker.</summary>
/// <param name="State">Working, cancelled, expired or rejected.</param>
/// <param name="At">When it was so.</param>
/// <param name="Until">Of a working order: when it ends by itself; null where its end has to be reported.</param>
/// <param name="Price">What a unit of it is valued at, where it has no reservation any more.</param>
public sealed record OrderReported(
    string ClientOrderId,
    OrderState State,
    DateTimeOffset At,
    DateTimeOffset? Until,
    decimal? Price,
    string? VenueOrderId,
    string? Reason) : PortfolioEvent
{
    /// <summary>The order, where the book had forgotten it; null where it has it.</summary>
    public Order? Order { get; init; }

    /// <summary>The order in whose place a rejected one was approved: the broker keeps it; null for none.</summary>
    public OrderStays? Stays { get; init; }
}

/// <summary>An order that rests at the broker as before, as what was to take its place was rejected.</summary>
/// <param name="Until">When it ends by itself; null where its end has to be reported.</param>
/// <param name="Price">What a unit of it is valued at.</param>
public sealed record OrderStays(string ClientOrderId, DateTimeOffset? Until, decimal? Price)
{
    /// <summary>Units that were filled of it under what was to take its place.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public decimal Filled { get; init; }
}

/// <summary>Something happened at the broker that nobody approved.</summary>
public sealed record IrregularityFound(Irregularity Found) : PortfolioEvent;

/// <summary>An operator has seen it.</summary>
public sealed record IrregularitySeen(string Id, string Reason) : PortfolioEvent;

/// <summary>The stop and the target of a position from now on; null for none.</summary>
public sealed record StopMoved(string AssetId, decimal? StopPrice, decimal? TargetPrice, string Reason) : PortfolioEvent;

/// <summary>All that the supervisor advises from then on.</summary>
public sealed record AdviceChanged(ImmutableArray<PositionAdvice> Advice) : PortfolioEvent;

public sealed record ReservationReleased(string ReservationId, string Reason) : PortfolioEvent;

public sealed record ReservationsExpired(ImmutableArray<string> ReservationIds) : PortfolioEvent;

/// <param name="Price">In the asset's quote currency.</param>
/// <param name="Rate">What a unit of the quote currency is worth in the portfolio's currency.</param>
/// <param name="Fee">In the portfolio's currency.</param>
/// <param name="QuantityAfter">What it left, for the answer to a repetition.</param>
/// <param name="Paper">Whether a shadow portfolio made it itself.</param>
public sealed record FillRecorded(
    Fill Fill,
    string ContentHash,
    string ClassId,
    bool Margined,
    decimal Price,
    decimal Rate,
    string RateSource,
    decimal Fee,
    decimal? StopPrice,
    decimal QuantityAfter,
    decimal AverageAfter,
    decimal Realised,
    bool Paper) : PortfolioEvent
{
    /// <summary>When the rate was true; null of the portfolio's own currency, and in older entries.</summary>
    public DateTimeOffset? RateAt { get; init; }

    /// <summary>
    /// Units that the venue took as its fee, less than 0 where it gave some; what they are worth is in <see cref="Fee"/>.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public decimal FeeUnits { get; init; }

    /// <summary>The target of what it opens; null where it opens nothing, or there is one already.</summary>
    public decimal? TargetPrice { get; init; }

    /// <summary>
    /// Until when its order holds what is left of it, as a fill says that it is at the broker; null in older entries: as long as before.
    /// </summary>
    public DateTimeOffset? ReservedUntil { get; init; }

    /// <summary>
    /// When it counts, where that is later than it was executed: once its order was decided, or the book had its first money; null where
    /// it counts from its own time.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? CountsAt { get; init; }

    /// <summary>The time to which it belongs.</summary>
    [JsonIgnore]
    public DateTimeOffset HappenedAt => CountsAt ?? Fill.At;

    /// <summary>When a trade that it completes was closed: not on a day before the one on which it counts.</summary>
    [JsonIgnore]
    public DateTimeOffset ClosesAt =>
        CountsAt is { } counts && DayRules.DayOf(counts) > DayRules.DayOf(Fill.At) ? counts : Fill.At;

    /// <summary>
    /// From when on a mark of the market stands against its price: a fill is what some units were paid for, and not what all are worth.
    /// Null in older entries, whose price was the mark.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? MarketSince { get; init; }

    /// <summary>What the market gave at the time, at which what is held is valued; null where it was not known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public FillMarket? Market { get; init; }

    /// <summary>The book with it at its own time, where it was told after what came later; null where it was told in time.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Restatement? Restated { get; init; }

    /// <summary>Signed units: below 0 for a sale; what went as a fee is not held.</summary>
    [JsonIgnore]
    public Quantity Units => new((Fill.Side == OrderSide.Buy ? Fill.Quantity : -Fill.Quantity) - FeeUnits);

    /// <summary>What each unit was traded at, in the asset's quote currency.</summary>
    [JsonIgnore]
    public Price UnitPrice => new(Price, Conversions.QuoteCurrencyOf(Fill.AssetId));

    /// <summary>From the quote currency into the portfolio's.</summary>
    [JsonIgnore]
    public ExchangeRate Conversion =>
        new(Conversions.QuoteCurrencyOf(Fill.AssetId), Conversions.Currency, Rate, RateSource, RateAt ?? Fill.At);

    /// <summary>The fee, in the portfolio's currency.</summary>
    [JsonIgnore]
    public Money Charge => new(Fee, Conversions.Currency);
}

/// <param name="Profit">In the portfolio's currency, fees not taken out.</param>
public sealed record TradeClosed(Trade Trade, string ClassId, decimal Profit) : PortfolioEvent;

public sealed record PricesMarked(ImmutableArray<MarkedPrice> Prices) : PortfolioEvent;

/// <param name="RateAt">When the rate was true; null of the portfolio's own currency, and in older entries.</param>
public sealed record MarkedPrice(
    string AssetId, decimal Price, decimal Rate, string RateSource, DateTimeOffset At, string Source, DateTimeOffset? RateAt = null);

/// <summary>What the market gave for an asset when a fill of it was told. In its quote currency.</summary>
/// <param name="Rate">What a unit of the quote currency was worth in the portfolio's currency.</param>
public sealed record FillMarket(
    decimal Bid, decimal Ask, decimal Rate, string RateSource, DateTimeOffset At, string Source, DateTimeOffset? RateAt = null)
{
    /// <summary>What closing a position would bring.</summary>
    public MarkedPrice For(BookPosition held)
    {
        ArgumentNullException.ThrowIfNull(held);
        return MarkOf(held.AssetId, held.Quantity > 0 ? Bid : Ask);
    }

    internal MarkedPrice MarkOf(string assetId, decimal price) => new(assetId, price, Rate, RateSource, At, Source, RateAt);
}

/// <summary>A UTC day began; the one before, if there was one, has its row.</summary>
/// <param name="Profits">Of the day before, by asset and strategy; null where it has no row, and in an older entry.</param>
/// <param name="Carried">
/// The day before has no row, though there was one to end: its markets were closed, or its end is not known. The next row tells of it too.
/// </param>
public sealed record DayBegan(
    DateOnly Day, decimal Anchor, EquityPoint? Before, ImmutableArray<DayProfit>? Profits = null, bool Carried = false) : PortfolioEvent
{
    /// <summary>Held assets whose price at the start of the day is not known: their first price of the day is its start.</summary>
    public ImmutableArray<string>? Unpriced { get; init; }
}

public sealed record CashMoved(string FlowId, decimal Amount, string Reason, string ContentHash) : PortfolioEvent
{
    /// <summary>Whether as many have agreed to it as must: it is none of what one alone may take out.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Agreed { get; init; }

    /// <summary>When the money moved; null where it was told at once, and in older entries.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? At { get; init; }

    /// <summary>The book with it at its own time, where it was told after what came later; null where it was told in time.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Restatement? Restated { get; init; }

    /// <summary>The time to which it belongs: not after it was told.</summary>
    /// <param name="told">When its entry was written.</param>
    public DateTimeOffset MovedAt(DateTimeOffset told) => At < told ? At.Value : told;
}

/// <summary>An operator said that money may be taken out, and another one has to say so too.</summary>
public sealed record WithdrawalAsked(string FlowId, decimal Amount, string Reason) : PortfolioEvent
{
    /// <summary>When the money left; null for when it is agreed to.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? MovedAt { get; init; }
}

/// <summary>The configuration that is traded under when it is first watched for changes.</summary>
public sealed record LimitsNoted(AgreedLimits Limits) : PortfolioEvent;

/// <param name="AlongWith">Whether it came with a mark, and not from an operator for itself.</param>
public sealed record RateStated(string Currency, decimal Rate, string Source, bool AlongWith = false) : PortfolioEvent
{
    /// <summary>
    /// What it was held against, where one alone stated it and more would have needed another's word; null for itself.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? Reference { get; init; }
}

/// <summary>An operator stated a conversion, and another one has to say so too.</summary>
public sealed record RateAsked(string Currency, decimal Rate) : PortfolioEvent;

public sealed record HaltLatched(
    HaltScope Scope,
    string ScopeId,
    TradingMode Mode,
    HaltCause Cause,
    string Reason,
    decimal? Observed,
    decimal? Limit,
    decimal? Equity,
    decimal? Reference) : PortfolioEvent
{
    /// <summary>Of <see cref="HaltCause.LimitChange"/>: the configuration that waits to be agreed to.</summary>
    public string? LimitsHash { get; init; }
}

/// <param name="PeakEquity">The peak from now on; null leaves it.</param>
/// <param name="DayAnchor">The anchor from now on; null leaves it.</param>
public sealed record HaltReset(string HaltId, string Reason, decimal? PeakEquity, decimal? DayAnchor) : PortfolioEvent
{
    /// <summary>The configuration that was agreed to by it; null where it was about something else.</summary>
    public AgreedLimits? Limits { get; init; }
}

/// <summary>An operator said that a halt may be reset, and another one has to say so too.</summary>
public sealed record ResetAsked(string HaltId, string Reason) : PortfolioEvent;

/// <param name="Positions">Of the trades that are open; null where the portfolio has its own record and only the tables changed.</param>
public sealed record ImportTaken(Guid? ImportId, ImportKind? Kind, ImportedFigures Figures, ImmutableArray<Position>? Positions)
    : PortfolioEvent
{
    /// <summary>How it goes on from what the book had before; an older entry sets all of that aside.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ImportSequel Sequel { get; init; }

    /// <summary>Whether the book begins anew with it: nothing of before it counts any more.</summary>
    [JsonIgnore]
    public bool IsBeginning => Positions is not null && Sequel is ImportSequel.None or ImportSequel.Other;
}

public sealed record DrillRun(DrillReport Report) : PortfolioEvent;

/// <summary>Events as kind and JSON of the audit log, both ways.</summary>
public static class PortfolioEventJson
{
    public const string CashFlow = "cash_flow";
    public const string Decision = "decision";
    public const string Event = "event";
    public const string Fill = "fill";
    public const string FillCorrection = "fill_correction";
    public const string EventCorrection = "event_correction";
    public const string Import = "import";
    public const string Mark = "mark";
    public const string MarkCorrection = "mark_correction";

    internal static JsonSerializerOptions Options => StoredJson.Options;

    internal static readonly ImmutableArray<(string Kind, Type Type)> Kinds =
    [
        (Decision, typeof(OrderDecided)),
        ("order", typeof(OrderReported)),
        ("unapproved", typeof(IrregularityFound)),
        ("accepted", typeof(IrregularitySeen)),
        ("stop", typeof(StopMoved)),
        ("advice", typeof(AdviceChanged)),
        ("release", typeof(ReservationReleased)),
        ("expiry", typeof(ReservationsExpired)),
        (Fill, typeof(FillRecorded)),
        ("trade_closed", typeof(TradeClosed)),
        (Mark, typeof(PricesMarked)),
        ("day", typeof(DayBegan)),
        (CashFlow, typeof(CashMoved)),
        (Event, typeof(BookEventRecorded)),
        (FillCorrection, typeof(FillCorrected)),
        (EventCorrection, typeof(EventCorrected)),
        (MarkCorrection, typeof(MarkCorrected)),
        ("rate", typeof(RateStated)),
        ("rate_asked", typeof(RateAsked)),
        ("halt", typeof(HaltLatched)),
        ("reset", typeof(HaltReset)),
        ("reset_asked", typeof(ResetAsked)),
        ("withdrawal_asked", typeof(WithdrawalAsked)),
        ("limits", typeof(LimitsNoted)),
        (Import, typeof(ImportTaken)),
        ("drill", typeof(DrillRun)),
        ("created", typeof(PortfolioCreated)),
    ];

    /// <summary>The kind of an event, e.g. <c>fill</c>.</summary>
    public static string KindOf(PortfolioEvent one) => Kinds.First(known => known.Type == one.GetType()).Kind;

    public static (string Kind, string Payload) Write(PortfolioEvent one) =>
        (KindOf(one), JsonSerializer.Serialize(one, one.GetType(), Options));

    /// <exception cref="JsonException">The kind is unknown, or the payload is no event of it.</exception>
    public static PortfolioEvent Read(string kind, string payload)
    {
        var type = Kinds.FirstOrDefault(known => known.Kind == kind).Type
            ?? throw new JsonException($"The journal has an event of the kind '{kind}', which this program does not know.");
        return (PortfolioEvent?)JsonSerializer.Deserialize(payload, type, Options)
            ?? throw new JsonException($"An event of the kind '{kind}' is null.");
    }
}
