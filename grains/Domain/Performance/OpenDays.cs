using System.Collections.Immutable;
using OrleansAssets.AssetClasses;
using OrleansAssets.Domain.Calendars;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Performance;

/// <summary>
/// A record without the days that its markets do not have, as the live book keeps it: who exports equity by the calendar has a row for each
/// Saturday that repeats Friday's, which is no flat day of shares and ends no streak.
/// </summary>
internal static class OpenDays
{
    /// <summary>
    /// Without imported rows of days on which no market of the record was open and nothing changed. A record of which nobody knows what it
    /// traded, or of which something trades always, stays as it is.
    /// </summary>
    public static PerformanceRecord Of(PerformanceRecord record)
    {
        var classes = record.Profits.Select(part => part.ClassId).Where(id => id is { Length: > 0 })
            .Concat(record.Trades.Select(entry => entry.ClassId ?? "")).ToHashSet(StringComparer.Ordinal);
        MarketHours[] hours = [.. classes.Select(id => record.Hours.GetValueOrDefault(id, MarketHours.Always)).Distinct()];
        if (hours.Length == 0 || hours.Contains(MarketHours.Always) || !record.Equity.Any(IsClosed))
        {
            return record;
        }

        var open = ImmutableArray.CreateBuilder<EquityPoint>(record.Equity.Length);
        foreach (var point in record.Equity)
        {
            if (open.Count == 0 && IsClosed(point))
            {
                open.Add(point with { Day = LastOpen(point.Day) }); // what it begins with was so at the last close
            }
            else if (open.Count == 0 || !IsClosed(point) || point.CashFlow != 0 || point.Equity != open[^1].Equity)
            {
                open.Add(point);
            }
        }

        return record with { Equity = open.DrainToImmutable() };

        bool IsClosed(EquityPoint point) => point.Provenance == RecordProvenance.Import && IsClosedOn(point.Day);

        bool IsClosedOn(DateOnly day) => !hours.Any(one => MarketCalendar.IsTradingDay(one, day));

        DateOnly LastOpen(DateOnly day)
        {
            while (IsClosedOn(day))
            {
                day = day.AddDays(-1);
            }

            return day;
        }
    }
}
