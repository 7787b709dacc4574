using System.Collections.Immutable;
using OrleansAssets.AssetClasses;
using OrleansAssets.Domain.Calendars;
using OrleansAssets.Domain.Monetary;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Portfolio.Bookkeeping;

/// <summary>
/// How a book's days end and begin. A day ends with a row, unless no market of the book was open on it, or nobody knows what something held
/// was worth at its end: then the next row tells of it too, as nothing is invented and nothing is left out.
/// </summary>
/// <param name="hoursOf">When a class trades, by its id; null for one that is not configured.</param>
public sealed class DayRules(Func<string, MarketHours?> hoursOf)
{
    /// <summary>How long a price tells what an asset is worth while its market is open.</summary>
    public static readonly TimeSpan FreshFor = TimeSpan.FromHours(1);

    /// <summary>Most days that are made up for; what is longer ago has no rows.</summary>
    public const int DaysMax = 366;

    /// <summary>A day that is so much ahead is another silo's clock a moment before, about midnight, and not a wrong one.</summary>
    private static readonly TimeSpan AheadMax = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Whether the book's day is over, or lies ahead because a clock was wrong: then the present one begins all the same.
    /// </summary>
    public static bool IsDue(PortfolioBook book, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(book);
        return book.Day is not { } day || day < DayOf(now) || day > DayOf(now + AheadMax);
    }

    /// <summary>Whether stored prices must be read before the next day begins.</summary>
    public bool IsLate(PortfolioBook book, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(book);
        return book is { HasMoney: true, Day: { } day } && day < DayOf(now)
            && (day.AddDays(1) < DayOf(now) || !UnpricedAt(book, MidnightOf(day.AddDays(1))).IsEmpty);
    }

    /// <summary>The midnights between the book's day and the present, at most <see cref="DaysMax"/>.</summary>
    public static ImmutableArray<DateTimeOffset> MidnightsUntil(PortfolioBook book, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(book);
        var today = DayOf(now);
        var first = book.Day is { } day && day.AddDays(DaysMax) > today ? day.AddDays(1) : today.AddDays(1 - DaysMax);
        return [.. Enumerable.Range(0, today.DayNumber - first.DayNumber + 1).Select(offset => MidnightOf(first.AddDays(offset)))];
    }

    /// <summary>What ends the book's day and begins another.</summary>
    /// <param name="isMadeUp">Whether nobody observed the end of the day: it is told from stored prices.</param>
    public DayBegan Begin(PortfolioBook book, DateOnly next, bool isMadeUp)
    {
        ArgumentNullException.ThrowIfNull(book);
        var equity = book.Equity.Amount;
        if (book is not { HasMoney: true, Day: { } ended } || ended >= next)
        {
            return new DayBegan(next, equity, null, Carried: book.Day >= next);
        }

        if (IsClosed(book, ended) || !IsKnown(book, ended))
        {
            return new DayBegan(next, equity, null, Carried: true);
        }

        // A day that an import brought keeps its row.
        return book.HasOwnRecord || ended > book.Imported?.Last?.Day
            ? new DayBegan(next, equity, DayRows.Of(book, ended) with { MadeUp = isMadeUp }, book.Profits?.RowsOf(book, ended))
            : new DayBegan(next, equity, null);
    }

    /// <summary>
    /// Held assets whose price at an instant is not known: their market was open since their mark, for longer than it is good.
    /// </summary>
    public ImmutableArray<string> UnpricedAt(PortfolioBook book, DateTimeOffset instant)
    {
        ArgumentNullException.ThrowIfNull(book);
        return
        [
            .. book.Positions.Values.Where(held => IsOpen(held.ClassId, held.MarkedAt + FreshFor, instant)).Select(held => held.AssetId),
        ];
    }

    /// <summary>
    /// Whether stored prices tell that time passed an instant: one is newer, or was good until then, as its market was closed. Of a book
    /// that holds nothing no mark tells it, and a clock that is far ahead would write days that never were.
    /// </summary>
    public bool IsWitnessed(IEnumerable<(string ClassId, DateTimeOffset At)> prices, DateTimeOffset instant) => prices.Any(price =>
        price.At + FreshFor >= instant || !IsOpen(price.ClassId, price.At + FreshFor, instant));

    public static DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(instant.UtcDateTime);

    private static DateTimeOffset MidnightOf(DateOnly day) => new(day, TimeOnly.MinValue, TimeSpan.Zero);

    /// <summary>Whether no market of the book was open: of what it holds, and of what it held lately.</summary>
    private bool IsClosed(PortfolioBook book, DateOnly day)
    {
        var classes = book.Positions.Values.Select(held => held.ClassId).Concat(book.Markets.Keys).ToHashSet(StringComparer.Ordinal);
        return classes.Count > 0 && classes.All(id => hoursOf(id) is { } hours && !MarketCalendar.IsTradingDay(hours, day));
    }

    /// <summary>Whether each held asset has a price of the day, or was not traded after its last one.</summary>
    private bool IsKnown(PortfolioBook book, DateOnly day) => book.Positions.Values.All(held =>
        DayOf(held.MarkedAt) >= day || !IsOpen(held.ClassId, held.MarkedAt + FreshFor, MidnightOf(day.AddDays(1))));

    private bool IsOpen(string classId, DateTimeOffset from, DateTimeOffset until) =>
        MarketCalendar.IsOpenBetween(hoursOf(classId) ?? MarketHours.Always, from, until);
}
