using System.Collections.Immutable;
using Orleans;
using Orleans.Concurrency;
using OrleansAssets.Access;

namespace OrleansAssets.Portfolio;

/// <summary>One portfolio; key <see cref="Keys.Portfolio"/>. The one writer of its book, equity, positions and trades.</summary>
/// <remarks>Of a portfolio that nobody made and the configuration does not name every call but <see cref="CreateAsync"/> is refused with a
/// <see cref="NotFoundException"/> that has the nearest names. Every answer is given once it is durable. A call that fails may have taken
/// effect; each may be repeated under the same id.
/// What only reads can be cancelled; what decides or writes cannot, as a decision that is being written is finished either way.</remarks>
[Alias("OrleansAssets.IPortfolioGrain")]
public interface IPortfolioGrain : IGrainWithStringKey
{
    /// <summary>The portfolio as it stands; one without money is empty.</summary>
    [Alias("Get"), AlwaysInterleave, Question, ResponseTimeout(CallTimes.Decision)]
    Task<PortfolioView> GetAsync();

    /// <summary>What may be traded, for services that ask often.</summary>
    [Alias("GetMode"), AlwaysInterleave, Question, ResponseTimeout(CallTimes.Decision)]
    Task<TradingModeView> GetModeAsync();

    /// <summary>
    /// What may be traded, as it stands at once, then after every change, and else as often as asked, so that silence means that nobody
    /// knows. It ends when the grain moves: watch again. Several changes that were not taken in time are told as one, the newest.
    /// </summary>
    /// <param name="tellEvery">How long nothing need be told while nothing changes, 0.1 seconds to a minute.</param>
    [Alias("WatchMode")]
    IAsyncEnumerable<TradingModeView> WatchModeAsync(TimeSpan tellEvery, CancellationToken cancellationToken = default);

    /// <summary>
    /// Decides an order by every rule; an approval holds its exposure until the order ends. An id that was decided before has the same
    /// decision again, with how the order stands now (<see cref="OrderDecision.Standing"/>).
    /// </summary>
    /// <exception cref="InvalidRequestException">
    /// The order makes no sense, its id was used for another one, or it replaces an order that is not open.
    /// </exception>
    [Alias("CheckOrder"), Needs(AccessRole.Trader), Repeatable(ById = true), ResponseTimeout(CallTimes.Decision)]
    Task<OrderDecision> CheckOrderAsync(OrderRequest order);

    /// <summary>The decision that an order would have now; nothing is reserved and nothing is stored.</summary>
    [Alias("DryCheckOrder"), AlwaysInterleave, Question]
    Task<OrderDecision> DryCheckOrderAsync(OrderRequest order, CancellationToken cancellationToken = default);

    /// <summary>The book against every limit that it can break by itself.</summary>
    [Alias("Validate"), AlwaysInterleave, Question]
    Task<PortfolioReview> ValidateAsync(CancellationToken cancellationToken = default);

    /// <summary>What prices that move would make of the book; a move of an asset that is not held moves nothing.</summary>
    /// <exception cref="InvalidRequestException">A shock makes no sense, or is of an asset that is unknown or shocked twice.</exception>
    [Alias("WhatIf"), AlwaysInterleave, Question]
    Task<WhatIfAnswer> WhatIfAsync(ImmutableArray<PriceShock> shocks, CancellationToken cancellationToken = default);

    /// <summary>Lets the exposure of an approved order go.</summary>
    [Alias("Release"), Needs(AccessRole.Trader), Repeatable(ById = true), ResponseTimeout(CallTimes.Decision)]
    Task<ReleaseAnswer> ReleaseAsync(string reservationId, string reason);

    /// <summary>Takes what became of an approved order at the broker: working, cancelled, expired or rejected there.</summary>
    /// <exception cref="NotFoundException">No order of that id was approved.</exception>
    /// <exception cref="InvalidRequestException">The report makes no sense, or the order was filled.</exception>
    [Alias("ReportOrder"), Needs(AccessRole.Trader), Repeatable(ById = true), ResponseTimeout(CallTimes.Decision)]
    Task<Order> ReportOrderAsync(OrderReport report);

    /// <summary>An order by its id, also one that was rejected.</summary>
    /// <exception cref="NotFoundException">No order of that id was decided.</exception>
    [Alias("GetOrder"), AlwaysInterleave, Question]
    Task<Order> GetOrderAsync(string clientOrderId, CancellationToken cancellationToken = default);

    /// <summary>Approved orders, the newest first.</summary>
    [Alias("GetOrders"), AlwaysInterleave, Question]
    Task<ImmutableArray<Order>> GetOrdersAsync(OrderQuery query, CancellationToken cancellationToken = default);

    /// <summary>Approved orders, the newest first, page by page.</summary>
    /// <exception cref="NotFoundException">No order of the id that they shall be before was approved.</exception>
    [Alias("FindOrders"), AlwaysInterleave, Question]
    Task<OrderPage> FindOrdersAsync(OrderQuery query, CancellationToken cancellationToken = default);

    /// <summary>
    /// Takes what a broker executed, once by its id. What nobody approved is taken too, as it happened: it is told, and its asset is
    /// reduce-only until an operator has seen it (<see cref="AcceptFillAsync"/>).
    /// </summary>
    /// <exception cref="InvalidRequestException">
    /// It makes no sense, or its price, fee or size is one that nobody would believe and it is not <see cref="Fill.Confirmed"/>.
    /// </exception>
    [Alias("RecordFill"), Needs(AccessRole.Trader), Repeatable(ById = true), ResponseTimeout(CallTimes.Decision)]
    Task<FillAnswer> RecordFillAsync(Fill fill);

    /// <summary>Says that an operator has seen what nobody approved; with the last of an asset its reduce-only ends.</summary>
    /// <exception cref="NotFoundException">Nothing of that id waits to be seen.</exception>
    [Alias("AcceptFill"), Needs(AccessRole.Operator), ResponseTimeout(CallTimes.Decision)]
    Task<AcceptanceAnswer> AcceptFillAsync(FillAcceptance acceptance);

    /// <summary>Moves the stop or the target of a position.</summary>
    /// <exception cref="NotFoundException">Nothing is held of the asset.</exception>
    /// <exception cref="InvalidRequestException">It is on the wrong side, or would risk more than is allowed.</exception>
    [Alias("MoveStop"), Needs(AccessRole.Trader), Repeatable, ResponseTimeout(CallTimes.Decision)]
    Task<StopAnswer> MoveStopAsync(StopMove move);

    /// <summary>Revalues what is held; a mark that is older than the position's is ignored, one of an asset that is not held too.</summary>
    /// <exception cref="InvalidRequestException">
    /// One makes no sense, or is one that nobody would believe and not <see cref="PriceMark.Confirmed"/>; none is taken then.
    /// </exception>
    [Alias("Mark")]
    Task<PortfolioView> MarkAsync(ImmutableArray<PriceMark> marks);

    /// <summary>
    /// Takes a deposit or a withdrawal, once by its id. A withdrawal that one alone may not make waits until another operator asks for the
    /// same amount under the same id (<see cref="CashFlowAnswer.Missing"/>).
    /// </summary>
    [Alias("RecordCashFlow"), Repeatable(ById = true), ResponseTimeout(CallTimes.Correction)]
    Task<CashFlowAnswer> RecordCashFlowAsync(CashFlow flow);

    /// <summary>
    /// Takes what happened without a trade (split, symbol change, delisting, dividend, interest, financing, fees), once by its id. A split
    /// is no profit and no loss; income and costs are, unlike cash flows.
    /// </summary>
    /// <exception cref="InvalidRequestException">
    /// It makes no sense, or is one that nobody would believe and not <see cref="BookEvent.Confirmed"/>.
    /// </exception>
    [Alias("RecordEvent"), Repeatable(ById = true), ResponseTimeout(CallTimes.Correction)]
    Task<BookEventAnswer> RecordEventAsync(BookEvent bookEvent);

    /// <summary>What an event would do now, the days that a late one would revise among it; nothing is recorded.</summary>
    /// <exception cref="InvalidRequestException">It would be refused.</exception>
    [Alias("DryRecordEvent"), AlwaysInterleave, Question, ResponseTimeout(CallTimes.Correction)]
    Task<BookEventAnswer> DryRecordEventAsync(BookEvent bookEvent, CancellationToken cancellationToken = default);

    /// <summary>
    /// Takes a fill back, or puts the right one in its place: the book is as if the wrong one had not been. So may a fill of an import that
    /// the book began with; what takes its place is of no order.
    /// </summary>
    /// <exception cref="NotFoundException">There is no such fill.</exception>
    [Alias("CorrectFill"), Repeatable(ById = true), ResponseTimeout(CallTimes.Correction)]
    Task<CorrectionAnswer> CorrectFillAsync(FillCorrection correction);

    /// <summary>What a correction would do now, the days and trades that it would revise among it; nothing is recorded.</summary>
    /// <exception cref="InvalidRequestException">It would be refused.</exception>
    /// <exception cref="NotFoundException">There is no such fill.</exception>
    [Alias("DryCorrectFill"), AlwaysInterleave, Question, ResponseTimeout(CallTimes.Correction)]
    Task<CorrectionAnswer> DryCorrectFillAsync(FillCorrection correction, CancellationToken cancellationToken = default);

    /// <summary>Takes an event back (a split, a dividend, a fee): the book is as if it had not been.</summary>
    /// <exception cref="NotFoundException">There is no such event.</exception>
    [Alias("CorrectEvent"), Repeatable(ById = true), ResponseTimeout(CallTimes.Correction)]
    Task<CorrectionAnswer> CorrectEventAsync(EventCorrection correction);

    /// <summary>Takes marks back, or puts the right price in their place: equity, peak and drawdown are as if they had not been.</summary>
    /// <exception cref="NotFoundException">There are no such marks.</exception>
    [Alias("CorrectMark"), Repeatable(ById = true), ResponseTimeout(CallTimes.Correction)]
    Task<CorrectionAnswer> CorrectMarkAsync(MarkCorrection correction);

    /// <summary>
    /// States what a unit of a currency is worth in the portfolio's, where no collected quote tells it. Where it needs the word of others,
    /// it waits in <see cref="BookView.WaitingRates"/> until they state the same.
    /// </summary>
    /// <param name="confirmed">Says a second time that it is true although nobody would believe it.</param>
    /// <exception cref="InvalidRequestException">
    /// It makes no sense, or is far off what is known and not <paramref name="confirmed"/>.
    /// </exception>
    [Alias("StateRate"), Repeatable]
    Task<PortfolioView> StateRateAsync(string currency, decimal rate, string by, bool confirmed = false);

    /// <summary>
    /// Makes a portfolio of this name; where there is one, nothing changes. It takes over what stands in the installation: halts of the
    /// account, and the configuration that operators agreed to.
    /// </summary>
    /// <exception cref="InvalidRequestException">The name cannot be one.</exception>
    [Alias("Create"), Needs(AccessRole.Operator), Repeatable]
    Task<PortfolioView> CreateAsync(PortfolioCreation creation);

    /// <summary>
    /// Stops trading in a scope until the halt is reset. Saying the same again answers the same halt. It is never refused for its words:
    /// they are cleaned.
    /// </summary>
    [Alias("Halt"), Needs(AccessRole.Trader), Repeatable, ResponseTimeout(CallTimes.Decision)]
    Task<ActiveHalt> HaltAsync(HaltRequest request);

    /// <summary>Lifts one halt, by its id.</summary>
    /// <exception cref="InvalidRequestException">That halt is not in force, or it carries out a halt of the account.</exception>
    [Alias("Reset"), ResponseTimeout(CallTimes.Decision)]
    Task<ResetAnswer> ResetAsync(ResetRequest request);

    /// <summary>
    /// Rehearses a halt on a paper portfolio beside this one, and records how long it took. Cancelled before the halt, it records nothing.
    /// </summary>
    /// <exception cref="InvalidRequestException">No order would be approved even before the halt: a drill would prove nothing.</exception>
    [Alias("Drill")]
    Task<DrillReport> DrillAsync(string by, CancellationToken cancellationToken = default);

    /// <summary>A decision by its id.</summary>
    [Alias("GetDecision"), AlwaysInterleave, Question]
    Task<OrderDecision> GetDecisionAsync(string decisionId, CancellationToken cancellationToken = default);

    /// <summary>Decides again from a decision's stored inputs.</summary>
    [Alias("ReplayDecision"), AlwaysInterleave, Question]
    Task<DecisionReplay> ReplayDecisionAsync(string decisionId, CancellationToken cancellationToken = default);

    /// <summary>
    /// Fills that the portfolio was told, the last told first, page by page; one that was taken back says so, and so does what took its
    /// place.
    /// </summary>
    /// <exception cref="InvalidRequestException">The question makes no sense; each of its faults is told.</exception>
    [Alias("FindFills"), AlwaysInterleave, Question]
    Task<FillPage> FindFillsAsync(RecordQuery query, CancellationToken cancellationToken = default);

    /// <summary>Money that was paid in or taken out, the last first, page by page.</summary>
    /// <exception cref="InvalidRequestException">The question makes no sense; each of its faults is told.</exception>
    [Alias("FindCashFlows"), AlwaysInterleave, Question]
    Task<FlowPage> FindCashFlowsAsync(RecordQuery query, CancellationToken cancellationToken = default);

    /// <summary>Events that the portfolio was told, the last told first, page by page; one that was taken back says so.</summary>
    /// <exception cref="InvalidRequestException">The question makes no sense; each of its faults is told.</exception>
    [Alias("FindEvents"), AlwaysInterleave, Question]
    Task<BookEventPage> FindEventsAsync(RecordQuery query, CancellationToken cancellationToken = default);

    /// <summary>Decisions among all that are stored, the last made first, page by page.</summary>
    /// <exception cref="InvalidRequestException">The question makes no sense; each of its faults is told.</exception>
    /// <exception cref="NotFoundException">There is no such rule.</exception>
    [Alias("FindDecisions"), AlwaysInterleave, Question]
    Task<DecisionPage> FindDecisionsAsync(DecisionQuery query, CancellationToken cancellationToken = default);

    /// <summary>Places of the journal that the portfolio remembers itself, for who verifies it.</summary>
    [Alias("GetJournalAnchors"), AlwaysInterleave, Question]
    Task<ImmutableArray<Audit.AuditPosition>> GetJournalAnchorsAsync();
}

/// <summary>An operator makes a portfolio.</summary>
[GenerateSerializer, Immutable, Alias("OrleansAssets.PortfolioCreation")]
public sealed record PortfolioCreation(string Operator, string Reason);

/// <summary>A portfolio as it stands. Money in <paramref name="Currency"/>.</summary>
/// <param name="Equity">Cash and what is held at its marks, null without a record.</param>
/// <param name="EquityDay">The newest day that has ended and has a row of its own.</param>
/// <param name="PeakEquity">From which the drawdown is measured, null without a record.</param>
/// <param name="Drawdown">Fraction below the peak, 0 or less.</param>
/// <param name="Book">Cash, reservations, halts and what else it keeps.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.PortfolioView")]
public sealed record PortfolioView(
    string Id,
    string Currency,
    decimal? Equity,
    DateOnly? EquityDay,
    decimal? PeakEquity,
    double? Drawdown,
    int EquityDays,
    int ClosedTrades,
    ImmutableArray<Position> Positions,
    BookView? Book = null);

/// <summary>An open position: the sum of the open trades of one asset and side.</summary>
/// <param name="Quantity">Units, more than 0.</param>
/// <param name="AverageEntryPrice">Per unit, in the asset's quote currency.</param>
/// <param name="OpenedAt">Of the oldest open trade, UTC.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.Position")]
public sealed record Position(
    string AssetId, string ClassId, TradeSide Side, decimal Quantity, decimal AverageEntryPrice, DateTimeOffset OpenedAt);

/// <summary>A trade: open while <paramref name="ClosedAt"/> is null.</summary>
/// <param name="TradeId">The user's id, unique in the portfolio.</param>
/// <param name="Quantity">Units, more than 0.</param>
/// <param name="OpenedAt">UTC, as is the closing.</param>
/// <param name="EntryPrice">
/// Per unit, as is the exit's: of the record in the portfolio's currency once it is closed, and in the asset's quote currency while it is
/// open; of an import in the quote currency, or the one that the row names.
/// </param>
/// <param name="Fees">
/// All fees, in the portfolio's currency, and what it cost while it was held; less rebates and what it earned, as dividends: below 0 where
/// that was more.
/// </param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.Trade")]
public sealed record Trade(
    string TradeId,
    string AssetId,
    string? StrategyId,
    TradeSide Side,
    decimal Quantity,
    DateTimeOffset OpenedAt,
    decimal EntryPrice,
    DateTimeOffset? ClosedAt,
    decimal? ExitPrice,
    decimal Fees,
    RecordProvenance Provenance = RecordProvenance.Import);

/// <summary>Direction of a trade.</summary>
[GenerateSerializer, Alias("OrleansAssets.TradeSide")]
public enum TradeSide
{
    /// <summary>Bought first: gains when the price rises.</summary>
    Long = 0,

    /// <summary>Sold first: gains when the price falls.</summary>
    Short = 1,
}

/// <summary>Portfolio value at the end of a day.</summary>
/// <param name="Day">UTC.</param>
/// <param name="Equity">Net of fees, more than or equal to 0.</param>
/// <param name="CashFlow">Deposits less withdrawals during the day; taken out of the day's return.</param>
/// <param name="Return">
/// The day's return as a fraction, chained at each cash flow, as the book itself measured it; null for days of an import, whose flow is
/// taken at the start of the day, and for days without capital.
/// </param>
/// <param name="Provenance">Whose it is; storage sets it, whoever sends it.</param>
/// <param name="MadeUp">Nobody observed the day: it was made up later, from stored prices. It is no sample.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.EquityPoint")]
public sealed record EquityPoint(
    DateOnly Day,
    decimal Equity,
    decimal CashFlow,
    decimal? Return = null,
    RecordProvenance Provenance = RecordProvenance.Import,
    bool MadeUp = false);
