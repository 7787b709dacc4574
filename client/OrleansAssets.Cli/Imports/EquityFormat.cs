using OrleansAssets.Domain.Assets;
using OrleansAssets.Domain.Imports;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Domain.Returns;
using OrleansAssets.Imports;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Cli.Imports;

/// <summary>Portfolio value at the end of each day.</summary>
/// <param name="currency">Of all amounts; null is the portfolio's.</param>
/// <param name="isAsked">Whether a silo is asked, which knows the rates.</param>
internal sealed class EquityFormat(string? currency, bool isAsked, DateTimeOffset now) : RowFormat<EquityPoint>
{
    private const int Date = 0, Equity = 1, CashFlow = 2, Currency = 3;

    private readonly SlotSet _seen = new();
    private readonly List<EquityPoint> _days = [];

    public override IReadOnlyList<ColumnRule> Columns { get; } =
        [new("date", true), new("equity", true), new("cash_flow", false), new("currency", false)];

    public override (DateTimeOffset From, DateTimeOffset Until)? SpanOf(EquityPoint row)
    {
        var day = new DateTimeOffset(row.Day, TimeOnly.MinValue, TimeSpan.Zero);
        return (day, day.AddDays(1));
    }

    public override FileFigures Figures() => new(Days: _seen.Slots().LongCount()) { Warning = WarningOf() };

    public override EquityPoint? Read(RowFields fields, List<RowFault> faults)
    {
        var day = fields.Day(Date, faults);
        var equity = fields.Number(Equity, faults);
        var cashFlow = fields.NumberOr(0, CashFlow, faults);
        if (CurrencyOf(fields) is { } named && named != CurrencyOfAll)
        {
            fields.Add(Currency, $"must be that of all rows: they are taken as {CurrencyOfAll} (say another one with --currency)", faults);
        }

        if (faults.Count > 0)
        {
            return null;
        }

        // No fault means that every value is there.
        var point = new EquityPoint(day!.Value, equity!.Value, cashFlow!.Value);
        faults.AddRange(RowRules.Check(point, now));
        if (faults.Count == 0 && !_seen.Add(point.Day.DayNumber))
        {
            fields.Add(Date, "must be unique; it is in the file twice", faults);
        }

        _days.Add(point);
        return point;
    }

    private string CurrencyOfAll => currency ?? Conversions.Currency.Code;

    private static string? CurrencyOf(RowFields fields) =>
        fields.IsEmpty(Currency) ? null : fields.Text(Currency).Trim().ToUpperInvariant();

    // The silo knows the limit; it is 25 % as shipped.
    private string? WarningOf()
    {
        var isForeign = CurrencyOfAll != Conversions.Currency.Code;
        if (isForeign && isAsked)
        {
            return null;
        }

        var drawdown = DailyReturns.DrawdownAtEnd(_days.OrderBy(day => day.Day));
        if (drawdown >= RecordForecast.WarnedDrawdown)
        {
            return $"This record ends {Amounts.Percent(Math.Round(drawdown, 4))} below its peak: a portfolio without a record of its own "
                + "takes that as its drawdown. Where it is beyond the emergency stop (emergency_stop_drawdown), that latches at once, and "
                + "halts every portfolio of the account.";
        }

        return !isForeign ? null
            : $"What the record is in {Conversions.Currency}, and how far below its peak it ends there, follows from the rates of its "
                + "days, which no silo was there to tell: a portfolio without a record of its own takes that as its drawdown.";
    }
}
