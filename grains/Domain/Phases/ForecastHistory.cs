using System.Collections.Immutable;
using OrleansAssets.Domain.Performance;
using OrleansAssets.Phases;

namespace OrleansAssets.Domain.Phases;

/// <summary>A record that futures are drawn from: each of its days with its result, if it has one, and the trades closed on it.</summary>
public sealed record ForecastHistory(EvidenceLedger Ledger, string? Scope, RecordResults Past)
{
    private readonly Dictionary<DateOnly, DailyResult> _results = Past.Days.ToDictionary(day => day.Day);
    private readonly ILookup<DateOnly, TradeResult> _trades = Past.Trades.ToLookup(trade => trade.Day);

    public bool IsEmpty => Past.Days.IsEmpty;

    public DateOnly First => Past.Days[0].Day;

    public DateOnly Last => Past.Days[^1].Day;

    /// <summary>The record once the drawn days have followed its last one, over the window that ends with the newest result.</summary>
    /// <param name="drawn">Days of the past that come again, in order.</param>
    public MeasuredRecord After(ReadOnlySpan<DateOnly> drawn, int windowDays)
    {
        var days = ImmutableArray.CreateBuilder<DailyResult>(Past.Days.Length + drawn.Length);
        days.AddRange(Past.Days);
        var trades = ImmutableArray.CreateBuilder<TradeResult>();
        var (last, day) = (Last, Last);
        foreach (var again in drawn)
        {
            day = day.AddDays(1);
            if (_results.TryGetValue(again, out var result))
            {
                days.Add(result with { Day = day });
                last = day;
            }

            foreach (var trade in _trades[again])
            {
                trades.Add(trade with { ClosedAt = trade.ClosedAt.AddDays(day.DayNumber - again.DayNumber) });
            }
        }

        var from = last.AddDays(1 - windowDays);
        var measured = new RecordResults(
            Past.Record with { Query = Past.Record.Query with { WindowDays = windowDays } },
            Past.Series,
            Past.WeekdayPeriods,
            [.. days.SkipWhile(entry => entry.Day < from)],
            [.. Past.Trades.Concat(trades).Where(trade => trade.Day >= from && trade.Day <= last)],
            Held: []);
        return new MeasuredRecord(PerformanceRules.Report(measured), measured.Days);
    }

    /// <summary>What 1 becomes over the drawn days.</summary>
    public double Growth(ReadOnlySpan<DateOnly> drawn)
    {
        var value = 1.0;
        foreach (var again in drawn)
        {
            value *= _results.TryGetValue(again, out var result) ? Math.Max(0, 1 + result.Return) : 1;
        }

        return value;
    }
}
