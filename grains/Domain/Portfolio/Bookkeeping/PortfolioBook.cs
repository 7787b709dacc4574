using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Orleans;
using OrleansAssets.Audit;
using OrleansAssets.Domain.Monetary;
using OrleansAssets.Domain.Returns;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Portfolio.Bookkeeping;

/// <summary>
/// A portfolio as its journal tells it: the fold of all its events up to <see cref="Head"/>. Money is in the portfolio's currency, US
/// dollars. Cash + cost of what is held = flows + realised profit - fees + income - costs, to the last decimal.
/// </summary>
[GenerateSerializer, Immutable, Alias("OrleansAssets.PortfolioBook")]
public sealed record PortfolioBook
{
    /// <summary>Days for which the book is one of the markets that it held something of.</summary>
    public const int MarketsKeptDays = 60;

    /// <summary>The last event that is in it.</summary>
    [Id(0)]
    public AuditPosition Head { get; init; } = AuditPosition.Start;

    /// <summary>Less than 0 where something is financed.</summary>
    [Id(1)]
    public decimal Cash { get; init; }

    /// <summary>Deposits less withdrawals ever; what an import brought counts as one deposit.</summary>
    [Id(2)]
    public decimal Flows { get; init; }

    [Id(3)]
    public decimal RealisedProfit { get; init; }

    [Id(4)]
    public decimal Fees { get; init; }

    [Id(5)]
    public ImmutableSortedDictionary<string, BookPosition> Positions { get; init; } = ImmutableSortedDictionary<string, BookPosition>.Empty;

    [Id(6)]
    public ImmutableSortedDictionary<string, Reservation> Reservations { get; init; } =
        ImmutableSortedDictionary<string, Reservation>.Empty;

    /// <summary>Those in force, oldest first.</summary>
    [Id(7)]
    public ImmutableArray<BookHalt> Halts { get; init; } = [];

    /// <summary>The equity at which there would be no drawdown, by <see cref="Chain"/>; a cash flow scales it, a reset sets it.</summary>
    [Id(8)]
    public decimal PeakEquity { get; init; }

    /// <summary>The UTC day under way; null before the first money.</summary>
    [Id(9)]
    public DateOnly? Day { get; init; }

    /// <summary>The equity from which the day's loss counts, by <see cref="Chain"/>; a cash flow scales it, a reset sets it.</summary>
    [Id(10)]
    public decimal DayAnchor { get; init; }

    /// <summary>Cash flows that no daily row tells of yet.</summary>
    [Id(11)]
    public decimal UnreportedFlows { get; init; }

    [Id(12)]
    public RecentIds Orders { get; init; } = RecentIds.None;

    [Id(13)]
    public RecentIds Fills { get; init; } = RecentIds.None;

    [Id(14)]
    public RecentIds CashFlows { get; init; } = RecentIds.None;

    [Id(15)]
    public OrderCounts Counts { get; init; } = OrderCounts.None;

    /// <summary>What an import brought.</summary>
    [Id(16)]
    public ImportedFigures? Imported { get; init; }

    /// <summary>Whether it has fills or cash flows of its own; an import then changes the tables only.</summary>
    [Id(17)]
    public bool HasOwnRecord { get; init; }

    [Id(18)]
    public int ClosedTrades { get; init; }

    [Id(19)]
    public int EquityDays { get; init; }

    /// <summary>Grows with every halt and reset.</summary>
    [Id(20)]
    public long ModeVersion { get; init; }

    [Id(21)]
    public DrillReport? LastDrill { get; init; }

    /// <summary>The newest conversion of each currency that came with a fill or a mark, or from an operator.</summary>
    [Id(22)]
    public ImmutableSortedDictionary<string, StatedRate> Rates { get; init; } = ImmutableSortedDictionary<string, StatedRate>.Empty;

    /// <summary>The last daily row that was written.</summary>
    [Id(23)]
    public EquityPoint? LastDay { get; init; }

    /// <summary>When the whole portfolio was halted last: the latch, then the reset that lifted it.</summary>
    [Id(24)]
    public DateTimeOffset? LastHaltedAt { get; init; }

    /// <summary>
    /// Growth without cash flows: what drawdown and the day's loss are measured on. Null in a snapshot that is older than it.
    /// </summary>
    [Id(25)]
    public ReturnChain? Chain { get; init; }

    /// <summary>What each strategy has open in each asset, by <see cref="RoundTrips.Key"/>.</summary>
    [Id(26)]
    public ImmutableSortedDictionary<string, RoundTrip> Trips { get; init; } = ImmutableSortedDictionary<string, RoundTrip>.Empty;

    /// <summary>Dividends, interest, financing and rebates received ever, before the tax that was kept back.</summary>
    [Id(27)]
    public decimal Income { get; init; }

    /// <summary>What was paid ever beside the fees of fills: interest, financing, borrow, other fees, dividends of shorts, tax.</summary>
    [Id(28)]
    public decimal Costs { get; init; }

    /// <summary>Ids of what happened without a trade.</summary>
    [Id(29)]
    public RecentIds Events { get; init; } = RecentIds.None;

    /// <summary>Splits and changes of symbols, by the time from which they hold.</summary>
    [Id(30)]
    public ImmutableArray<UnitChange> UnitChanges { get; init; } = [];

    /// <summary>Time of the latest fill or event of each asset, in so far as it was recorded since this is kept.</summary>
    [Id(31)]
    public ImmutableSortedDictionary<string, DateTimeOffset> LastTouchedAt { get; init; } =
        ImmutableSortedDictionary<string, DateTimeOffset>.Empty;

    /// <summary>Stretches of marks that an operator took back: none of them is taken again.</summary>
    [Id(32)]
    public ImmutableArray<WrongMark> WrongMarks { get; init; } = [];

    /// <summary>Whether a mark of that time was taken back.</summary>
    public bool IsWrong(string assetId, DateTimeOffset at) => WrongMarks.Any(wrong => wrong.Covers(assetId, at));

    /// <summary>
    /// What each asset and strategy earned since the day began; null in a snapshot that is older than it, until the next day begins.
    /// </summary>
    [Id(40)]
    public ProfitLedger? Profits { get; init; }

    /// <summary>
    /// When something of a class was held last, by class id; what is longer ago than <see cref="MarketsKeptDays"/> is forgotten.
    /// </summary>
    [Id(41)]
    public ImmutableSortedDictionary<string, DateOnly> Markets { get; init; } = ImmutableSortedDictionary<string, DateOnly>.Empty;

    /// <summary>Held assets whose price at the start of the day is not known yet.</summary>
    [Id(42)]
    public ImmutableSortedSet<string> Unpriced { get; init; } = ImmutableSortedSet<string>.Empty;

    /// <summary>Open orders and those that ended last.</summary>
    [Id(50)]
    public OrderBook OrderBook { get; init; } = OrderBook.Empty;

    /// <summary>What nobody approved and no operator has seen yet, oldest first.</summary>
    [Id(51)]
    public ImmutableArray<Irregularity> Unseen { get; init; } = [];

    /// <summary>What the supervisor advises, as it was told last.</summary>
    [Id(52)]
    public ImmutableArray<PositionAdvice> Advice { get; init; } = [];

    /// <summary>Rejected orders, as <see cref="Counts"/> has the approved ones.</summary>
    [Id(53)]
    public OrderCounts Rejections { get; init; } = OrderCounts.None;

    /// <summary>What each class, asset and strategy made and lost, by <see cref="ScopeRecord.Key"/>.</summary>
    [Id(54)]
    public ImmutableSortedDictionary<string, ScopeRecord> Scopes { get; init; } = ImmutableSortedDictionary<string, ScopeRecord>.Empty;

    /// <summary>Who has said that a halt may be reset, where one alone cannot, oldest first.</summary>
    [Id(55)]
    public ImmutableArray<ResetWord> ResetWords { get; init; } = [];

    /// <summary>The configuration that may be traded under, where one needs people's word; null where none ever did.</summary>
    [Id(56)]
    public AgreedLimits? Limits { get; init; }

    /// <summary>Who has said that money may be taken out, where one alone cannot, oldest first.</summary>
    [Id(57)]
    public ImmutableArray<WithdrawalWord> WithdrawalWords { get; init; } = [];

    /// <summary>What was taken out by one alone, by the hour since 1970, for as long as the word of one can wait.</summary>
    [Id(58)]
    public ImmutableSortedDictionary<long, decimal> Withdrawn { get; init; } = ImmutableSortedDictionary<long, decimal>.Empty;

    /// <summary>When money was paid in or out, or a loss was reset, last; null in so far as it was before this was kept.</summary>
    [Id(59)]
    public DateTimeOffset? FlowedAt { get; init; }

    /// <summary>Time of the latest price of each asset that was marked, held by then or not, since this is kept.</summary>
    [Id(60)]
    public ImmutableSortedDictionary<string, DateTimeOffset> ValuedAt { get; init; } =
        ImmutableSortedDictionary<string, DateTimeOffset>.Empty;

    /// <summary>
    /// What was open in the import that the book began with last: what a later one tells alike goes on as the book has it. Null without
    /// one, and in a snapshot that is older than it.
    /// </summary>
    [Id(61)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<Position>? Begun { get; init; }

    /// <summary>Who has stated a conversion, where one alone cannot, oldest first.</summary>
    [Id(62)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<RateWord>? RateWords { get; init; }

    /// <summary>
    /// Time of the latest entry by which money or prices moved: what is told later of a time before it is told at its place. Null in so far
    /// as it was before this was kept.
    /// </summary>
    [Id(63)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? MovedAt { get; init; }

    /// <summary>Time of the earliest money that was told with a time of its own; null for none.</summary>
    [Id(64)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? FlowedFrom { get; init; }

    /// <summary>Whether there is anything to watch: fills or flows of its own, or what an import brought.</summary>
    [JsonIgnore]
    public bool HasMoney => HasOwnRecord || Imported?.Last is not null || !Positions.IsEmpty;

    /// <summary>Highest equity, in the portfolio's currency.</summary>
    [JsonIgnore]
    public Money Peak => new(PeakEquity, Conversions.Currency);

    /// <summary>Equity from which the day's loss counts, in the portfolio's currency.</summary>
    [JsonIgnore]
    public Money DayStart => new(DayAnchor, Conversions.Currency);

    /// <summary>Cash and what is held at its marks, in the portfolio's currency.</summary>
    [JsonIgnore]
    public Money Equity
    {
        get
        {
            var sum = new Money(Cash, Conversions.Currency);
            foreach (var (_, position) in Positions)
            {
                sum += position.Value;
            }

            return sum;
        }
    }
}

/// <summary>A conversion that is known.</summary>
/// <param name="At">When it was true.</param>
/// <param name="ByOperator">Stated for itself, and not along with a fill or a mark.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.StatedRate")]
public sealed record StatedRate(decimal Rate, string Source, DateTimeOffset At, bool ByOperator = true)
{
    /// <summary>What one alone was held against who stated it; null for the rate itself.</summary>
    [Id(0)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? Reference { get; init; }
}

/// <summary>The figures of an imported record.</summary>
/// <param name="PeakEquity">The equity at which there would be no drawdown; null where everything was lost or there is no day.</param>
/// <param name="Drawdown">From the record's peak to its end, cash flows left aside, a fraction from 0 to 1; null in an older entry.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.ImportedFigures")]
public sealed record ImportedFigures(
    EquityPoint? Last, decimal? PeakEquity, int EquityDays, int ClosedTrades, decimal? Drawdown = null)
{
    /// <summary>The return of the last day, a fraction; null where no capital worked on it, and in an older entry.</summary>
    [Id(0)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? LastReturn { get; init; }
}

/// <summary>A halt in force, with the figures that were seen.</summary>
/// <param name="Observed">Fraction lost when a limit was reached; null for an operator's halt.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.BookHalt")]
public sealed record BookHalt(
    ActiveHalt Halt, HaltCause Cause, decimal? Observed, decimal? Limit, decimal? Equity, decimal? Reference, string By)
{
    /// <summary>Of <see cref="HaltCause.LimitChange"/>: the configuration that waits to be agreed to.</summary>
    [Id(0)]
    public string? LimitsHash { get; init; }

    /// <summary>
    /// Whether it would not have latched, by what is known now: it stays until it is reset, and a true loss latches beside it.
    /// </summary>
    [Id(1)]
    public bool IsCorrected { get; init; }
}

/// <summary>An operator's word that a halt may be reset.</summary>
[GenerateSerializer, Immutable, Alias("OrleansAssets.ResetWord")]
public sealed record ResetWord(string HaltId, string By, DateTimeOffset At);

/// <summary>An operator's word that money may be taken out.</summary>
/// <param name="Amount">Less than 0, in the portfolio's currency.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.WithdrawalWord")]
public sealed record WithdrawalWord(string FlowId, decimal Amount, string By, string Reason, DateTimeOffset At)
{
    /// <summary>When the money left; null for when it is agreed to.</summary>
    [Id(0)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? MovedAt { get; init; }
}

/// <summary>An operator's word of what a currency is worth.</summary>
[GenerateSerializer, Immutable, Alias("OrleansAssets.RateWord")]
public sealed record RateWord(string Currency, decimal Rate, string By, DateTimeOffset At);

/// <summary>A configuration that may be traded under.</summary>
/// <param name="Hash">Of all in it that decides on orders.</param>
/// <param name="Approvals">How many operators a change of it needs, whatever the changed one says.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.AgreedLimits")]
public sealed record AgreedLimits(string Hash, int Approvals);

/// <summary>Why trading was stopped.</summary>
[GenerateSerializer, Alias("OrleansAssets.HaltCause")]
public enum HaltCause
{
    Operator = 0,

    /// <summary>Drawdown from the peak.</summary>
    EmergencyStop = 1,

    DailyLoss = 2,

    /// <summary>Something happened in the asset that nobody approved.</summary>
    Unapproved = 3,

    /// <summary>What a class, an asset or a strategy lost in a day.</summary>
    ScopeDailyLoss = 4,

    /// <summary>What it lost since its best.</summary>
    ScopeDrawdown = 5,

    /// <summary>Orders of it that the broker rejected.</summary>
    BrokerRejections = 6,

    /// <summary>What is held of the asset was not marked for long.</summary>
    StaleData = 7,

    /// <summary>The configuration is another than the one that operators agreed to.</summary>
    LimitChange = 8,

    /// <summary>The account is halted.</summary>
    Account = 9,
}

/// <summary>How many orders were decided so lately, by second and for the day: bounded however many there are.</summary>
[GenerateSerializer, Immutable, Alias("OrleansAssets.OrderCounts")]
public sealed record OrderCounts(ImmutableSortedDictionary<long, int> BySecond, DateOnly Day, int OfDay)
{
    private const int WindowSeconds = 60;

    public static OrderCounts None { get; } = new(ImmutableSortedDictionary<long, int>.Empty, DateOnly.MinValue, 0);

    public OrderCounts Add(DateTimeOffset at)
    {
        var (second, day) = (at.ToUnixTimeSeconds(), DateOnly.FromDateTime(at.UtcDateTime));
        var bySecond = BySecond.SetItem(second, BySecond.GetValueOrDefault(second) + 1);
        while (bySecond.First().Key < second - WindowSeconds)
        {
            bySecond = bySecond.Remove(bySecond.First().Key);
        }

        return new OrderCounts(bySecond, day, day == Day ? OfDay + 1 : 1);
    }

    /// <summary>Within 60 seconds before an instant; the second in which the window begins counts whole.</summary>
    public int LastMinute(DateTimeOffset now) =>
        BySecond.Where(entry => entry.Key >= now.ToUnixTimeSeconds() - WindowSeconds).Sum(entry => entry.Value);

    public int Today(DateTimeOffset now) => DateOnly.FromDateTime(now.UtcDateTime) == Day ? OfDay : 0;
}
