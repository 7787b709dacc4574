using System.Globalization;
using OrleansAssets.Domain.Calendars;
using OrleansAssets.Domain.Monetary;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Imports;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Imports;

/// <summary>A line of a statement as the book takes it: an event or a flow in the portfolio's currency, by the rate of its day.</summary>
public static class StatementConversion
{
    /// <summary>Before the ids of all that comes from statements.</summary>
    public const string IdPrefix = "import:";

    /// <summary>Behind the id of a line of which only the difference was booked.</summary>
    public const string DifferenceSuffix = ":difference";

    /// <summary>What has to be known to convert a line.</summary>
    public static IEnumerable<(Currency Currency, DateOnly Day, long Line)> Needed(ImportedEvent row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return row.Amount is null ? [] : [(CurrencyOf(row), DayOf(row), row.Line)];
    }

    /// <summary>The line in the portfolio's currency; its note says what it was converted from.</summary>
    /// <exception cref="InvalidRequestException">The rate of its day is not known.</exception>
    public static ImportedEvent InDollars(ImportedEvent row, DayRate rateOf)
    {
        ArgumentNullException.ThrowIfNull(row);
        var currency = CurrencyOf(row);
        if (row.Amount is not { } amount)
        {
            return row;
        }

        var rate = ImportRates.Of(currency, DayOf(row), rateOf, row.Line);
        return row with
        {
            Amount = rate.Convert(new Money(amount, currency)).Kept().Amount,
            Withheld = rate.Convert(new Money(row.Withheld, currency)).Kept().Amount,
            Currency = Conversions.Currency.Code,
            Note = currency == Conversions.Currency ? row.Note : string.Create(
                CultureInfo.InvariantCulture,
                $"{amount} {currency} at {rate.Rate} ({rate.Source}){(row.Note is { } note ? $"; {note}" : "")}"),
        };
    }

    /// <summary>The day on which the broker booked a line.</summary>
    public static DateOnly DayOf(ImportedEvent row) => DateOnly.FromDateTime(row.BookedAt.UtcDateTime);

    /// <summary>What cash gained by a line, the tax that was kept back taken out.</summary>
    public static decimal NetOf(ImportedEvent row) => (row.Amount ?? 0) - row.Withheld;

    /// <summary>The id under which the book has a line.</summary>
    public static string IdOf(ImportedEvent row) => IdPrefix + row.EventId;

    /// <summary>The line as a flow; null where it is an event.</summary>
    public static CashFlow? FlowOf(ImportedEvent row, string by) => row.Kind == ImportedEventKind.CashFlow
        ? new CashFlow(IdOf(row), row.Amount ?? 0, by, ReasonOf(row)) { At = row.BookedAt }
        : null;

    /// <summary>The line as an event.</summary>
    public static BookEvent EventOf(ImportedEvent row, string by)
    {
        ArgumentNullException.ThrowIfNull(row);
        var kind = row.Kind switch
        {
            ImportedEventKind.Split => BookEventKind.Split,
            ImportedEventKind.SymbolChange => BookEventKind.SymbolChange,
            ImportedEventKind.Delisting => BookEventKind.Delisting,
            ImportedEventKind.Dividend => BookEventKind.Dividend,
            ImportedEventKind.Tax => row.AssetId is null ? BookEventKind.Interest : BookEventKind.Dividend, // less of what was received
            ImportedEventKind.Interest => BookEventKind.Interest,
            ImportedEventKind.Financing => BookEventKind.Financing,
            ImportedEventKind.BorrowFee => BookEventKind.BorrowFee,
            ImportedEventKind.Fee => BookEventKind.Fee,
            ImportedEventKind.Rebate => BookEventKind.Rebate,
            _ => throw new ArgumentOutOfRangeException(nameof(row), row.Kind, "No event."),
        };
        var isOfUnits = row.Amount is null;
        return new BookEvent(
            IdOf(row), kind, EffectiveAt(row), row.AssetId, row.Amount, row.PerUnit, row.Withheld,
            isOfUnits ? null : Conversions.Currency.Code,
            null, row.NewUnits, row.OldUnits, row.NewAssetId, isOfUnits ? null : row.StrategyId, by, ReasonOf(row));
    }

    // A dividend, a split and a delisting hold from New York's midnight of their date, as those that are collected do.
    private static DateTimeOffset EffectiveAt(ImportedEvent row)
    {
        var date = row.Kind switch
        {
            ImportedEventKind.Dividend or ImportedEventKind.Delisting => row.ExDate,
            ImportedEventKind.Split or ImportedEventKind.SymbolChange => row.ExDate ?? DayOf(row),
            _ => null,
        };
        return date is { } day ? NewYorkTime.MidnightOf(day) : row.BookedAt;
    }

    private static string ReasonOf(ImportedEvent row)
    {
        var told = string.Create(
            CultureInfo.InvariantCulture, $"{EventRowRules.WordOf(row)} of the broker's statement, booked on {DayOf(row):yyyy-MM-dd}");
        return row.Note is { } note ? $"{told}: {note}" : told;
    }

    private static Currency CurrencyOf(ImportedEvent row) => row.Currency is { } code ? new Currency(code) : Conversions.Currency;
}
