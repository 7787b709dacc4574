using System.Collections.Immutable;
using System.Globalization;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Imports;

namespace OrleansAssets.Domain.Imports;

/// <summary>
/// Which lines of a broker's statement are in the book already, which differ from what is there, and which are new. What the product
/// collected and settled itself, and what people recorded by hand, bears other ids than the broker's, so that it is told by what it is.
/// Each thing that the book has answers for one line only.
/// </summary>
public static class StatementRules
{
    /// <summary>Amounts of one and the same dividend may be so far apart, in dollars: brokers round each line.</summary>
    public const decimal ToleranceAmount = 0.02m;

    /// <summary>Or so far, as a fraction of what the book has.</summary>
    public const decimal ToleranceShare = 0.001m;

    /// <summary>Dates of one and the same thing may be so many days apart: exchanges, vendors and brokers part days otherwise.</summary>
    public const int SameWithinDays = 3;

    /// <summary>A bank needs so many days longer than the date on which a dividend is to be paid.</summary>
    public const int PaidWithinDays = 7;

    /// <summary>Where nobody says when a dividend is paid, it is so many days after its ex-date at most.</summary>
    public const int PaidAfterDaysMax = 60;

    /// <summary>Fees of one day are often equal: those that people typed are looked for a day around.</summary>
    private const int TypedWithinDays = 1;

    /// <param name="lines">In the portfolio's currency.</param>
    /// <param name="booked">What the book has.</param>
    /// <param name="from">The first day of the book's own history: what was before is in what it began with. Null for none.</param>
    /// <param name="bookDifferences">Whether the statement is right where amounts differ: the difference is booked then.</param>
    /// <returns>The lines in the order in which the broker booked them.</returns>
    public static ImmutableArray<StatementLine> Decide(
        IEnumerable<ImportedEvent> lines, IEnumerable<BookedMatter> booked, DateOnly? from, bool bookDifferences = false)
    {
        ArgumentNullException.ThrowIfNull(lines);
        ArgumentNullException.ThrowIfNull(booked);
        BookedMatter[] all = [.. booked];
        var byId = all.ToLookup(one => one.Id, StringComparer.Ordinal);
        var byAsset = all.ToLookup(one => one.AssetId ?? "", StringComparer.Ordinal);
        var answered = new HashSet<BookedMatter>(ReferenceEqualityComparer.Instance);
        ImportedEvent[] rows = [.. lines.OrderBy(row => row.BookedAt).ThenBy(row => row.Line)];
        var decided = new StatementLine?[rows.Length];

        // First those that bear an id that was taken before: what they made answers for no other line.
        for (var index = 0; index < rows.Length; index++)
        {
            var id = StatementConversion.IdOf(rows[index]);
            if (byId[id].Concat(byId[id + StatementConversion.DifferenceSuffix]).FirstOrDefault() is { } known)
            {
                answered.Add(known);
                decided[index] = OfKnown(rows[index], known);
            }
            else if (WholeOf(id) is { } end && byId[id[..end]].FirstOrDefault(known =>
                IsOfTheAccount(known) && known.Day == StatementConversion.DayOf(rows[index])) is { } whole)
            {
                answered.Add(whole);
                decided[index] = new StatementLine(rows[index], LineOutcome.Known, whole);
            }
        }

        // Then those whose amount agrees, so that one that differs takes nothing away from them; the nearest in time first.
        foreach (var isEqual in new[] { true, false })
        {
            var pairs = from index in Enumerable.Range(0, rows.Length)
                where decided[index] is null && !IsBefore(rows[index], @from)
                from one in byAsset[rows[index].AssetId ?? ""]
                where !answered.Contains(one)
                let apart = Apart(rows[index], one)
                where apart is not null && isEqual == IsEqual(rows[index], one) && (isEqual || MayDiffer(rows[index].Kind, one))
                orderby apart, index
                select (Index: index, Booked: one);
            foreach (var (index, one) in pairs.ToArray())
            {
                if (decided[index] is null && answered.Add(one))
                {
                    decided[index] = isEqual ? Same(rows[index], one) : Differing(rows[index], one, bookDifferences);
                }
            }
        }

        return
        [
            .. rows.Select((row, index) => decided[index]
                ?? (IsBefore(row, from) ? Before(row, from) : new StatementLine(row, LineOutcome.New, null))),
        ];
    }

    /// <summary>
    /// What of a book is the same as a dividend that was collected: a line of a statement that came first, or what people recorded. Null
    /// where there is none.
    /// </summary>
    /// <param name="collected">The dividend as the book would have it.</param>
    /// <param name="booked">What the book has; what was collected itself is left out.</param>
    public static (BookedMatter Booked, bool IsEqual)? FindPaid(BookedMatter collected, IEnumerable<BookedMatter> booked)
    {
        ArgumentNullException.ThrowIfNull(collected);
        return (from one in booked
            where !one.IsCollected && one.Kind == collected.Kind && one.AssetId == collected.AssetId
            let apart = collected.Kind == ImportedEventKind.Dividend
                ? ApartOfDividend(one.Day, null, collected, one.Gross)
                : Within(SameWithinDays, one.Day, collected.Day)
            where apart is not null
            let isEqual = collected.Kind == ImportedEventKind.Dividend ? IsNear(one.Gross, collected.Gross) : IsSameChange(one, collected)
            orderby isEqual descending, apart
            select ((BookedMatter, bool)?)(one, isEqual)).FirstOrDefault();
    }

    private static bool IsBefore(ImportedEvent row, DateOnly? from) => StatementConversion.DayOf(row) < from;

    // Of what came with statements only that which is equal is the same: a broker pays by parts, and takes parts back.
    private static bool MayDiffer(ImportedEventKind kind, BookedMatter one) =>
        kind is ImportedEventKind.Split or ImportedEventKind.SymbolChange or ImportedEventKind.Delisting
        || (kind == ImportedEventKind.Dividend && !one.IsImported);

    /// <summary>How many days a line is from what the book has, where the two may be the same; null where they are not.</summary>
    private static int? Apart(ImportedEvent row, BookedMatter one)
    {
        var day = StatementConversion.DayOf(row);
        return row.AssetId != one.AssetId ? null : (row.Kind, one.Kind) switch
        {
            (ImportedEventKind.Dividend, ImportedEventKind.Dividend) => ApartOfDividend(day, row.ExDate, one, row.Amount ?? 0),
            (ImportedEventKind.Split, ImportedEventKind.Split) or (ImportedEventKind.SymbolChange, ImportedEventKind.SymbolChange)
                or (ImportedEventKind.Delisting, ImportedEventKind.Delisting) =>
                Within(SameWithinDays, row.ExDate ?? day, one.Day),
            (ImportedEventKind.Tax, ImportedEventKind.Dividend or ImportedEventKind.Interest) when !one.IsImported =>
                Within(TypedWithinDays, day, one.Day),
            (ImportedEventKind.CashFlow, ImportedEventKind.CashFlow) when !one.IsImported => Within(SameWithinDays, day, one.Day),
            var (kind, other) when kind == other && !one.IsImported => Within(TypedWithinDays, day, one.Day),
            _ => null,
        };
    }

    /// <param name="day">When it was booked.</param>
    /// <param name="one">Another one, by its ex-date or by when it was booked.</param>
    /// <param name="gross">Received and paid are not the same.</param>
    private static int? ApartOfDividend(DateOnly day, DateOnly? exDate, BookedMatter one, decimal gross)
    {
        if (Math.Sign(gross) != Math.Sign(one.Gross))
        {
            return null;
        }

        if (!one.IsCollected)
        {
            return Within(SameWithinDays, day, one.Day);
        }

        if (exDate is { } ex)
        {
            return Within(SameWithinDays, ex, one.Day);
        }

        // What is paid by the week has another one's ex-date near each day of payment: when it is paid decides first.
        return one.PaidOn is { } paid
            ? Within(PaidWithinDays, day, paid) ?? PaidAfterDaysMax + Within(SameWithinDays, day, one.Day)
            : Within(SameWithinDays, day, one.Day)
                ?? (day.DayNumber - one.Day.DayNumber is >= 0 and <= PaidAfterDaysMax and var later ? later : null);
    }

    private static int? Within(int days, DateOnly one, DateOnly other) =>
        Math.Abs(one.DayNumber - other.DayNumber) is var apart && apart <= days ? apart : null;

    private static bool IsEqual(ImportedEvent row, BookedMatter one) => row.Kind switch
    {
        ImportedEventKind.Split => row.NewUnits * (decimal?)one.OldUnits == row.OldUnits * (decimal?)one.NewUnits,
        ImportedEventKind.SymbolChange => row.NewAssetId == one.NewAssetId,
        ImportedEventKind.Delisting => row.PerUnit == one.PerUnit,
        ImportedEventKind.Dividend => IsNear(StatementConversion.NetOf(row), one.Amount),
        _ => StatementConversion.NetOf(row) == one.Amount,
    };

    private static bool IsSameChange(BookedMatter one, BookedMatter other) =>
        (one.NewAssetId, one.NewUnits * (decimal?)other.OldUnits, one.PerUnit)
            == (other.NewAssetId, one.OldUnits * (decimal?)other.NewUnits, other.PerUnit);

    private static bool IsNear(decimal one, decimal other) =>
        Math.Abs(one - other) <= Math.Max(ToleranceAmount, ToleranceShare * Math.Abs(other));

    // Financing was once told of the account as a whole, as interest: of a day in one line, now in one for each asset ('103/GBP_JPY').
    private static int? WholeOf(string id) => id.LastIndexOf('/') is > 0 and var end ? end : null;

    private static bool IsOfTheAccount(BookedMatter known) => known is { Kind: ImportedEventKind.Interest, AssetId: null };

    private static StatementLine OfKnown(ImportedEvent row, BookedMatter known)
    {
        var isSame = (row.AssetId == known.AssetId || (row.Kind == ImportedEventKind.Financing && IsOfTheAccount(known)))
            && (known.Id.EndsWith(StatementConversion.DifferenceSuffix, StringComparison.Ordinal) || IsEqual(row, known));
        return isSame
            ? new StatementLine(row, LineOutcome.Known, known)
            : new StatementLine(row, LineOutcome.Refused, known)
            {
                Text = $"{Place(row)} was imported before with another content ({TextOf(known)}): an id stands for one thing. Give it "
                    + "another id, or leave it out",
            };
    }

    private static StatementLine Same(ImportedEvent row, BookedMatter one)
    {
        var difference = row.Kind == ImportedEventKind.Delisting ? 0 : StatementConversion.NetOf(row) - one.Amount; // it tells no sum
        return new StatementLine(row, LineOutcome.Booked, one)
        {
            Difference = difference,
            Text = $"{Place(row)} is in the book: {TextOf(one)}" + (difference == 0 ? "" : $", {Signed(difference)} apart"),
        };
    }

    private static StatementLine Before(ImportedEvent row, DateOnly? from) => new(row, LineOutcome.BeforeTheBook, null)
    {
        Text = $"{Place(row)} is in what the book began with ({Text(from ?? default)})",
    };

    private static StatementLine Differing(ImportedEvent row, BookedMatter one, bool bookDifferences)
    {
        var difference = StatementConversion.NetOf(row) - one.Amount;
        return row.Kind != ImportedEventKind.Dividend
            ? new StatementLine(row, LineOutcome.Refused, one)
            {
                Text = $"{Place(row)} differs from what the book has: {TextOf(one)}. Correct the line, or leave it out and record what is "
                    + "right ('assets portfolio event')",
            }
            : bookDifferences
                ? new StatementLine(
                    row with
                    {
                        EventId = row.EventId + StatementConversion.DifferenceSuffix, Amount = difference, Withheld = 0,
                        Note = $"the difference to {one.Id}{(row.Note is { } note ? $"; {note}" : "")}",
                    },
                    LineOutcome.New, one)
                {
                    Difference = difference,
                }
                : new StatementLine(row, LineOutcome.Refused, one)
                {
                    Difference = difference,
                    Text = $"{Place(row)} differs by {Signed(difference)} from what the book has: {TextOf(one)}. Where the statement is "
                        + "right, import it with --book-differences, which books the difference; else leave the line out",
                };
    }

    private static string Place(ImportedEvent row)
    {
        var what = row.Kind switch
        {
            ImportedEventKind.Split => $"{row.NewUnits}:{row.OldUnits}",
            ImportedEventKind.SymbolChange => $"to {row.NewAssetId}",
            ImportedEventKind.Delisting => $"at {RowRules.Text(row.PerUnit ?? 0)}",
            _ => Signed(StatementConversion.NetOf(row)),
        };
        var of = row.AssetId is { } asset ? $" of {asset}" : "";
        return $"Line {row.Line}: the {EventRowRules.WordOf(row)}{of} {what} of {Text(StatementConversion.DayOf(row))}";
    }

    /// <summary>What the book has, in words.</summary>
    public static string TextOf(BookedMatter one)
    {
        var what = one.Kind switch
        {
            ImportedEventKind.Split => $"{one.NewUnits}:{one.OldUnits}",
            ImportedEventKind.SymbolChange => $"to {one.NewAssetId}",
            ImportedEventKind.Delisting => $"at {RowRules.Text(one.PerUnit ?? 0)}",
            _ => Signed(one.Amount),
        };
        return $"{what} of {Text(one.Day)} ({one.Id})";
    }

    private static string Signed(decimal amount) =>
        string.Create(CultureInfo.InvariantCulture, $"{amount:+#,0.########;-#,0.########;0} {Conversions.Currency}");

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
