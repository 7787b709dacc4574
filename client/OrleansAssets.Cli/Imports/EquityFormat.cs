using OrleansAssets.Domain.Imports;
using OrleansAssets.Imports;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Cli.Imports;

/// <summary>Portfolio value at the end of each day.</summary>
internal sealed class EquityFormat(DateTimeOffset now) : RowFormat<EquityPoint>
{
    private const int Date = 0, Equity = 1, CashFlow = 2;

    private readonly SlotSet _seen = new();

    public override IReadOnlyList<ColumnRule> Columns { get; } = [new("date", true), new("equity", true), new("cash_flow", false)];

    public override (DateTimeOffset From, DateTimeOffset Until)? SpanOf(EquityPoint row)
    {
        var day = new DateTimeOffset(row.Day, TimeOnly.MinValue, TimeSpan.Zero);
        return (day, day.AddDays(1));
    }

    public override FileFigures Figures() => new(Days: _seen.Slots().LongCount());

    public override EquityPoint? Read(RowFields fields, List<RowFault> faults)
    {
        var day = fields.Day(Date, faults);
        var equity = fields.Number(Equity, faults);
        var cashFlow = fields.NumberOr(0, CashFlow, faults);
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

        return point;
    }
}
