using System.Text.Json.Serialization;
using Orleans;

namespace OrleansAssets.Domain.Returns;

/// <summary>
/// What one unit of capital became, money paid in or out left aside: the time-weighted return, chained at each cash flow. Between two flows
/// growth moves as equity does; at a flow the capital changes and growth does not. So no sequence of flows can raise, hide or forget a
/// drawdown or the day's loss, not even one that takes all the money out for a while.
/// </summary>
/// <param name="Growth">Growth at the last flow; 1 where the chain begins, 0 after everything was lost.</param>
/// <param name="Capital">Equity right after the last flow, in the portfolio's currency; 0 where no money is in it.</param>
/// <param name="Peak">The highest growth, or the one that a reset of the emergency stop set.</param>
/// <param name="DayStart">Growth at the start of the UTC day, from which the day's return counts.</param>
/// <param name="LossStart">Growth from which the day's loss counts: the start of the day, or a reset of the daily loss in it.</param>
/// <param name="HadCapital">Whether there was capital at some time of the day: a day without has no return.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.ReturnChain")]
public sealed record ReturnChain(decimal Growth, decimal Capital, decimal Peak, decimal DayStart, decimal LossStart, bool HadCapital)
{
    /// <summary>
    /// What the capital was when all of it was taken out, in the portfolio's currency: debts are measured by it. 0 while there is some, and
    /// where there never was any.
    /// </summary>
    [Id(0)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public decimal TakenOut { get; init; }

    /// <summary>Debt right after the last flow, in the portfolio's currency, 0 or more: it is in the growth already.</summary>
    [Id(1)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public decimal Debt { get; init; }

    /// <summary>Whether everything was lost on the day and the chain began anew on it: the day's return stays the whole loss.</summary>
    [Id(2)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsDayLost { get; init; }

    /// <summary>Before there is money.</summary>
    public static readonly ReturnChain Start = new(1, 0, 1, 1, 1, HadCapital: false);

    /// <summary>Decimals of a growth: far finer than any limit, and short enough to be stored.</summary>
    private const int Decimals = 18;

    /// <summary>Capital of dust could grow without bound; nothing decides by how much more than this.</summary>
    private const decimal GrowthMax = 1_000_000_000m;

    /// <summary>A chain that is taken up where equity, its peak and the day's start are known and nothing else is.</summary>
    public static ReturnChain From(decimal equity, decimal peakEquity, decimal dayStartEquity)
    {
        if (equity <= 0)
        {
            return peakEquity <= 0 ? Start : Start with { Growth = 0, HadCapital = true };
        }

        var day = dayStartEquity > 0 ? Ratio(dayStartEquity, equity) : 1;
        return new ReturnChain(1, equity, Math.Max(1, Ratio(peakEquity, equity)), day, day, HadCapital: true);
    }

    /// <summary>A chain that is taken up after a record.</summary>
    /// <param name="equity">At its end.</param>
    /// <param name="drawdown">From the record's peak to its end, a fraction from 0 to 1.</param>
    public static ReturnChain After(decimal equity, decimal drawdown) => drawdown >= 1
        ? new ReturnChain(0, equity, 1, 0, 0, HadCapital: false)
        : new ReturnChain(1, equity, Math.Round(1 / (1 - drawdown), Decimals), 1, 1, HadCapital: equity > 0);

    /// <summary>A chain that is taken up after a record, where a book went on since its end: the loss of its day is what it was.</summary>
    /// <param name="lossStart">The equity from which the day's loss counts; null where none is known.</param>
    /// <param name="peak">The highest equity that was seen since; null where none is known.</param>
    public ReturnChain GoOn(decimal? lossStart, decimal? peak) => Capital <= 0 || Growth <= 0 ? this : this with
    {
        LossStart = lossStart is > 0 and var from ? Math.Round(Ratio(from, Capital) * Growth, Decimals) : LossStart,
        Peak = Math.Max(Peak, Math.Round(Ratio(Math.Max(0, peak ?? 0), Capital) * Growth, Decimals)),
    };

    /// <summary>A chain that is taken up after a record whose last row is of the day under way: the day's loss is the row's.</summary>
    /// <param name="made">The row's return, a fraction; null where no capital worked.</param>
    /// <param name="peakEquity">The highest equity that was seen on the day; null where none is known.</param>
    public ReturnChain WithinDay(decimal? made, decimal? peakEquity)
    {
        var start = made is > -1 and var change ? Math.Round(Ratio(Growth, 1 + change), Decimals) : DayStart;
        return Capital <= 0 || Growth <= 0 ? this : this with
        {
            DayStart = start, LossStart = start,
            Peak = Math.Max(Peak, Math.Round(Ratio(Math.Max(0, peakEquity ?? 0), Capital) * Growth, Decimals)),
        };
    }

    /// <summary>
    /// Growth at an equity. Debt is the loss of everything. Where the capital was taken out before, a debt is the part of it that it would
    /// have cost: a fee of cents that comes after the last withdrawal is not ruin, and what is lost on credit is not forgotten. Where there
    /// never was any capital, there is nothing to lose or to grow.
    /// </summary>
    public decimal GrowthAt(decimal equity) =>
        Capital > 0 ? equity < 0 ? 0 : Math.Min(GrowthMax, Math.Round(Growth * Ratio(equity, Capital), Decimals))
        : TakenOut > 0 && -equity - Debt is > 0 and var owed ? Math.Round(Growth * Math.Max(0, 1 - (owed / TakenOut)), Decimals)
        : Growth;

    /// <summary>Whether there ever was capital that it knows of: without any there is no measure of a loss, nor of anything else.</summary>
    [JsonIgnore]
    public bool IsFunded => Capital > 0 || TakenOut > 0 || Debt > 0 || Growth != 1 || Peak != 1;

    /// <summary>The part of the peak that is lost, 0 to 1.</summary>
    public decimal DrawdownAt(decimal equity) => Lost(GrowthAt(equity), Peak);

    /// <summary>The part of the day's start that is lost, 0 to 1; 0 on a day that won.</summary>
    public decimal DayLossAt(decimal equity) => Math.Max(0, Lost(GrowthAt(equity), LossStart));

    /// <summary>The day's return so far, as a fraction; null where there was no capital on it.</summary>
    public decimal? DayReturnAt(decimal equity) => IsDayLost ? -1
        : !HadCapital && GrowthAt(equity) >= DayStart ? null
        : DayStart <= 0 ? null
        : Math.Round((GrowthAt(equity) / DayStart) - 1, 12);

    /// <summary>The equity at which growth would be at the peak; null where everything was lost.</summary>
    public decimal? PeakEquityAt(decimal equity) => LevelAt(Peak, equity);

    /// <summary>The equity from which the day's loss counts; null where everything was lost.</summary>
    public decimal? LossStartEquityAt(decimal equity) => LevelAt(LossStart, equity);

    /// <summary>The equity from which the day's return counts; null where everything was lost.</summary>
    public decimal? DayStartEquityAt(decimal equity) => LevelAt(DayStart, equity);

    /// <summary>The part of the day's return that a unit of the portfolio's currency is, earned now; null without capital.</summary>
    public decimal? ReturnOfUnit => IsDayLost ? 0 : Capital > 0 && DayStart > 0 ? Growth / Capital / DayStart : null;

    /// <summary>Equity moved, or may have.</summary>
    public ReturnChain Observe(decimal equity) => GrowthAt(equity) is var growth && growth > Peak ? this with { Peak = growth } : this;

    /// <param name="before">Equity before the flow.</param>
    /// <param name="amount">Paid in; less than 0 where it is paid out.</param>
    public ReturnChain Flow(decimal before, decimal amount)
    {
        var capital = Math.Max(0, before + amount);
        return this with
        {
            Growth = GrowthAt(before),
            Capital = capital,
            HadCapital = HadCapital || capital > 0,
            TakenOut = capital > 0 ? 0 : before > 0 ? before : TakenOut,
            Debt = Math.Max(0, -(before + amount)),
        };
    }

    /// <param name="equity">At the start of the day.</param>
    public ReturnChain BeginDay(decimal equity)
    {
        var growth = GrowthAt(equity);
        return this with { DayStart = growth, LossStart = growth, HadCapital = equity > 0, IsDayLost = false };
    }

    /// <summary>
    /// A day begins after one that has no row, as its markets were closed or its end is not known: its loss counts from here, and its
    /// return from where the row before ended.
    /// </summary>
    public ReturnChain CarryDay(decimal equity) =>
        this with { LossStart = GrowthAt(equity), HadCapital = HadCapital || equity > 0 };

    /// <summary>
    /// A price is the first one of the day that is known: what it moved is of the time before the day, and none of the day's loss.
    /// </summary>
    /// <param name="before">Equity before the price.</param>
    /// <param name="after">Equity at the price.</param>
    public ReturnChain PriceDay(decimal before, decimal after) => GrowthAt(before) is > 0 and var growth
        ? this with { LossStart = Math.Min(GrowthMax, Math.Round(LossStart * GrowthAt(after) / growth, Decimals)) }
        : this;

    /// <summary>Drawdowns count from here on; after the loss of everything the chain begins anew.</summary>
    public ReturnChain ResetPeak(decimal equity)
    {
        var growth = GrowthAt(equity);
        return growth > 0
            ? this with { Peak = growth }
            : this with
            {
                Growth = 1, Capital = Math.Max(0, equity), Peak = 1, LossStart = 1, TakenOut = 0, Debt = Math.Max(0, -equity),
                IsDayLost = IsDayLost || DayStart > 0,
            };
    }

    /// <summary>The day's loss counts from here on; its return does not.</summary>
    public ReturnChain ResetDay(decimal equity) => this with { LossStart = GrowthAt(equity) };

    private decimal? LevelAt(decimal level, decimal equity) => GrowthAt(equity) switch
    {
        0 => null,
        _ when Capital > 0 => Ratio(level, Growth) * Capital,
        var growth => equity * Ratio(level, growth),
    };

    private static decimal Lost(decimal growth, decimal from) => from <= 0 ? 0 : (from - growth) / from;

    private static decimal Ratio(decimal value, decimal of) => value / of is var ratio && ratio < GrowthMax ? ratio : GrowthMax;
}
