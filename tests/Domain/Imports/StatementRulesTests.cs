using System.Collections.Immutable;
using OrleansAssets.Domain.Imports;
using OrleansAssets.Imports;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Domain.Imports;

/// <summary>A broker's statement beside a book that collects dividends itself: nothing is booked twice, and nothing is lost.</summary>
public sealed class StatementRulesTests
{
    private static readonly DateOnly Ex = new(2025, 5, 6);

    [Theory]
    [InlineData(10, 0, null)] // paid on the day that the source told
    [InlineData(10.02, 0, null)] // the broker rounds
    [InlineData(10, 3, null)] // the bank took longer
    [InlineData(10, 40, -1)] // the statement tells the ex-date, which is a day apart
    public void Decide_DividendThatTheProductSettled_IsInTheBook(double amount, int daysLater, int? exDaysApart)
    {
        var line = Dividend((decimal)amount, Ex.AddDays(14 + daysLater)) with
        {
            ExDate = exDaysApart is { } days ? Ex.AddDays(days) : null,
        };

        var decided = Assert.Single(StatementRules.Decide([line], [Collected(10)], null));

        Assert.Equal((LineOutcome.Booked, (decimal)amount - 10), (decided.Outcome, decided.Difference));
        Assert.Contains("dividend:NVDA:2025-05-06", decided.Text, StringComparison.Ordinal);
        Assert.Equal(amount > 10, decided.Text!.Contains("+0.02 USD apart", StringComparison.Ordinal));
    }

    [Fact]
    public void Decide_DividendOfWhichNobodySaysWhenItIsPaid_IsFoundWithinTwoMonths()
    {
        var settled = Collected(10) with { PaidOn = null };

        Assert.Equal(LineOutcome.Booked, Of(Dividend(10, Ex.AddDays(60)), settled).Outcome);
        Assert.Equal(LineOutcome.New, Of(Dividend(10, Ex.AddDays(61)), settled).Outcome);
        Assert.Equal(LineOutcome.New, Of(Dividend(10, Ex.AddDays(-4)), settled).Outcome);
    }

    [Theory]
    [InlineData(12.5, LineOutcome.Booked)]
    [InlineData(0, LineOutcome.Refused)]
    public void Decide_DelistingThatTheBookHas_IsComparedByWhatAUnitWasPaid(double perUnit, LineOutcome expected)
    {
        var line = Dividend(1, Ex.AddDays(2)) with { Kind = ImportedEventKind.Delisting, Amount = null, PerUnit = 12.5m };
        var known = new BookedMatter("by-hand", ImportedEventKind.Delisting, "NVDA", Ex, 500) { PerUnit = (decimal)perUnit };

        var decided = Of(line, known);

        Assert.Equal((expected, 0m), (decided.Outcome, expected == LineOutcome.Booked ? decided.Difference : 0));
        Assert.Contains("the delisting of NVDA at 12.5 of 2025-05-08", decided.Text, StringComparison.Ordinal);
        Assert.Equal(LineOutcome.New, Of(line, known with { Day = Ex.AddDays(-9) }).Outcome);
    }

    /// <summary>Financing was once told of the account as a whole: the same file again books none of it a second time.</summary>
    [Theory]
    [InlineData("103", "103")]
    [InlineData("103/GBP_JPY", "103")]
    public void Decide_FinancingThatWasImportedAsInterest_IsKnown(string id, string before)
    {
        var line = new ImportedEvent(
            id, ImportedEventKind.Financing, new DateTimeOffset(Ex, new TimeOnly(21, 0), TimeSpan.Zero), "GBP/JPY", -0.25m, 0, "USD", null,
            null, null, null, null, null, 2);

        Assert.Equal(
            LineOutcome.Known, Of(line, new BookedMatter($"import:{before}", ImportedEventKind.Interest, null, Ex, -0.25m)).Outcome);
        Assert.Equal(LineOutcome.New, Of(line).Outcome);
    }

    [Fact]
    public void Decide_DividendThatDiffers_IsRefusedOrItsDifferenceIsBooked()
    {
        var line = Dividend(12, Ex.AddDays(14));

        var refused = Of(line, Collected(10));
        var booked = Assert.Single(StatementRules.Decide([line], [Collected(10)], null, bookDifferences: true));
        var again = Of(line, Collected(10), new BookedMatter("import:d1:difference", ImportedEventKind.Dividend, "NVDA", Ex, 2));

        Assert.Equal(
            "Line 2: the dividend of NVDA +12 USD of 2025-05-20 differs by +2 USD from what the book has: +10 USD of 2025-05-06 "
            + "(dividend:NVDA:2025-05-06). Where the statement is right, import it with --book-differences, which books the difference; "
            + "else leave the line out",
            refused.Text);
        Assert.Equal(LineOutcome.Refused, refused.Outcome);
        Assert.Equal((LineOutcome.New, 2m, "d1:difference"), (booked.Outcome, booked.Row.Amount, booked.Row.EventId));
        Assert.Equal(LineOutcome.Known, again.Outcome);
    }

    [Fact]
    public void Decide_TaxOfADividendThatWasSettled_IsNew()
    {
        var tax = Dividend(-1.5m, Ex.AddDays(14)) with { EventId = "t1", Kind = ImportedEventKind.Tax, Line = 3 };

        var decided = StatementRules.Decide([Dividend(10, Ex.AddDays(14)), tax], [Collected(10)], null);

        Assert.Equal([LineOutcome.Booked, LineOutcome.New], decided.Select(line => line.Outcome));
    }

    [Fact]
    public void Decide_TwoDividendsAndOneThatWasSettled_BooksTheOther()
    {
        var special = Dividend(50, Ex.AddDays(14)) with { EventId = "s1", Line = 1 };

        var decided = StatementRules.Decide([special, Dividend(10, Ex.AddDays(14))], [Collected(10)], null);

        Assert.Equal([("s1", LineOutcome.New), ("d1", LineOutcome.Booked)], decided.Select(line => (line.Row.EventId, line.Outcome)));
    }

    [Fact]
    public void Decide_SplitThatHolds_IsInTheBookAndAnotherRatioIsRefused()
    {
        var settled = new BookedMatter("split:NVDA:2025-05-06", ImportedEventKind.Split, "NVDA", Ex, 0)
        {
            NewUnits = 10, OldUnits = 1, IsCollected = true,
        };
        var line = Line(ImportedEventKind.Split, Ex.AddDays(1)) with { Amount = null, NewUnits = 20, OldUnits = 2 };

        Assert.Equal(LineOutcome.Booked, Of(line, settled).Outcome);
        var refused = Of(line with { NewUnits = 4 }, settled);
        Assert.Equal(LineOutcome.Refused, refused.Outcome);
        Assert.Contains("4:2 of 2025-05-07 differs from what the book has: 10:1 of 2025-05-06", refused.Text, StringComparison.Ordinal);
        Assert.Equal(LineOutcome.New, Of(line with { BookedAt = At(Ex.AddDays(4)) }, settled).Outcome);
        Assert.Equal(LineOutcome.New, Of(line with { AssetId = "AMD" }, settled).Outcome);
    }

    [Fact]
    public void Decide_FlowThatWasRecordedByHand_AnswersForOneLine()
    {
        var typed = new BookedMatter("wire", ImportedEventKind.CashFlow, null, Ex, 1_000);
        var flow = Line(ImportedEventKind.CashFlow, Ex.AddDays(2)) with { AssetId = null, Amount = 1_000 };

        var decided = StatementRules.Decide([flow, flow with { EventId = "d2", BookedAt = At(Ex), Line = 3 }], [typed], null);

        Assert.Equal([("d2", LineOutcome.Booked), ("d1", LineOutcome.New)], decided.Select(line => (line.Row.EventId, line.Outcome)));
        Assert.Equal(LineOutcome.New, Of(flow with { Amount = 999 }, typed).Outcome);
        Assert.Equal(LineOutcome.New, Of(flow, typed with { Id = "import:other" }).Outcome); // a statement has no line twice
    }

    [Fact]
    public void Decide_LineFromBeforeTheBook_IsInWhatItBeganWith()
    {
        var decided = Assert.Single(StatementRules.Decide([Dividend(10, Ex)], [], Ex.AddDays(1)));

        Assert.Equal(
            (LineOutcome.BeforeTheBook, "Line 2: the dividend of NVDA +10 USD of 2025-05-06 is in what the book began with (2025-05-07)"),
            (decided.Outcome, decided.Text));
        Assert.Equal(LineOutcome.New, Assert.Single(StatementRules.Decide([Dividend(10, Ex)], [], Ex)).Outcome);
    }

    [Fact]
    public void Decide_SameIdWithAnotherContent_IsRefused()
    {
        var refused = Of(Dividend(10, Ex), new BookedMatter("import:d1", ImportedEventKind.Dividend, "NVDA", Ex, 11));

        Assert.Equal(LineOutcome.Refused, refused.Outcome);
        Assert.Contains("an id stands for one thing", refused.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void FindPaid_DividendThatCameWithAStatementFirst_IsThatOne()
    {
        var paid = new BookedMatter("import:d1", ImportedEventKind.Dividend, "NVDA", Ex.AddDays(14), 8.5m, 1.5m);

        Assert.Equal((paid, true), StatementRules.FindPaid(Collected(10), [Collected(10) with { Id = "other" }, paid]));
        Assert.Equal((paid, false), StatementRules.FindPaid(Collected(12), [paid]));
        Assert.Null(StatementRules.FindPaid(Collected(10), [paid with { Day = Ex.AddDays(30) }, paid with { AssetId = "AMD" }]));
        Assert.Null(StatementRules.FindPaid(Collected(-10), [paid]));
    }

    [Fact]
    public void Law_DividendsThatAreCollectedAndTold_AreBookedOnceWhicheverComesFirst() => Laws.Hold(10_000, choices =>
    {
        var (collected, told) = Payments(choices);
        var others = Enumerable.Range(0, choices.Next(4)).Select(number => Line(ImportedEventKind.Fee, Ex.AddDays(choices.Next(60))) with
        {
            EventId = $"fee{number}", AssetId = null, Amount = -1,
        }).ToArray();
        choices.Tell($"{string.Join(", ", collected)} beside {string.Join(", ", told.Concat(others))}");

        var after = StatementRules.Decide([.. told, .. others], collected, null);
        var first = StatementRules.Decide([.. told, .. others], [], null);
        var booked = first.Select(line => Booked(line.Row)).ToArray();

        Assert.Equal(told.Length, after.Count(line => line.Outcome == LineOutcome.Booked));
        Assert.Equal(others.Length, after.Count(line => line.Outcome == LineOutcome.New));
        Assert.Equal(told.Length, after.Select(line => line.Booked?.Id).OfType<string>().Distinct().Count());
        Assert.All(first, line => Assert.Equal(LineOutcome.New, line.Outcome));
        Assert.Equal(
            told.Select(row => $"import:{row.EventId}"),
            collected.Select(one => StatementRules.FindPaid(one, booked) is { IsEqual: true } paid ? paid.Booked.Id : null));
    });

    [Fact]
    public void Law_StatementThatWasTaken_ChangesNothingAgain() => Laws.Hold(10_000, choices =>
    {
        var (collected, told) = Payments(choices);
        var known = collected.Where(_ => choices.Next(2) > 0)
            .Select(one => one with { Amount = one.Amount + choices.Next(2), PaidOn = choices.Next(3) > 0 ? one.PaidOn : null }).ToList();
        choices.Tell($"{string.Join(", ", known)} beside {string.Join(", ", told.AsEnumerable())}");

        var taken = StatementRules.Decide(told, known, null, bookDifferences: true);
        known.AddRange(taken.Where(line => line.Outcome == LineOutcome.New).Select(line => Booked(line.Row)));
        var again = StatementRules.Decide(told, known, null);

        Assert.DoesNotContain(taken, line => line.Outcome == LineOutcome.Refused);
        Assert.DoesNotContain(again, line => line.Outcome is LineOutcome.New or LineOutcome.Refused);
        // The statement is right: what was settled and told comes to what it says, within what brokers round.
        var settled = taken.Where(line => line.Booked is not null).Sum(line => line.Booked!.Amount);
        Assert.Equal(
            told.Sum(StatementConversion.NetOf),
            settled + taken.Where(line => line.Outcome == LineOutcome.New).Sum(line => line.Row.Amount ?? 0)
                + taken.Where(line => line.Outcome == LineOutcome.Booked).Sum(line => line.Difference));
    });

    /// <summary>Dividends by the week to by the quarter, and the lines that tell them: up to two days late, to the cent.</summary>
    private static (ImmutableArray<BookedMatter> Collected, ImmutableArray<ImportedEvent> Told) Payments(Choices choices)
    {
        var (period, lag) = (7 + choices.Next(85), choices.Next(41));
        var (collected, told) = (ImmutableArray.CreateBuilder<BookedMatter>(), ImmutableArray.CreateBuilder<ImportedEvent>());
        for (var number = 0; number == 0 || choices.Next(6) > 0; number++)
        {
            var (ex, amount) = (Ex.AddDays(number * period), 10 + (choices.Next(4) * 5) + (choices.Next(10) / 1_000m));
            collected.Add(Collected(amount) with { Id = $"dividend:{number}", Day = ex, PaidOn = ex.AddDays(lag) });
            told.Add(Dividend(Math.Round(amount, 2), ex.AddDays(lag + choices.Next(3))) with { EventId = $"d{number}", Line = number });
        }

        return (collected.DrainToImmutable(), told.DrainToImmutable());
    }

    private static BookedMatter Booked(ImportedEvent row) => new(
        StatementConversion.IdOf(row), row.Kind, row.AssetId, StatementConversion.DayOf(row), StatementConversion.NetOf(row), row.Withheld);

    private static StatementLine Of(ImportedEvent line, params ImmutableArray<BookedMatter> booked) =>
        Assert.Single(StatementRules.Decide([line], booked, null));

    private static BookedMatter Collected(decimal amount) =>
        new("dividend:NVDA:2025-05-06", ImportedEventKind.Dividend, "NVDA", Ex, amount) { PaidOn = Ex.AddDays(14), IsCollected = true };

    private static ImportedEvent Dividend(decimal amount, DateOnly day) => Line(ImportedEventKind.Dividend, day) with { Amount = amount };

    private static ImportedEvent Line(ImportedEventKind kind, DateOnly day) =>
        new("d1", kind, At(day), "NVDA", 10, 0, "USD", null, null, null, null, null, null, 2);

    private static DateTimeOffset At(DateOnly day) => new(day, TimeOnly.MinValue, TimeSpan.Zero);
}
