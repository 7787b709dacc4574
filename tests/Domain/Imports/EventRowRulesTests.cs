using OrleansAssets.Domain.Imports;
using OrleansAssets.Domain.Monetary;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Imports;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Tests.Domain.Imports;

/// <summary>What a line of a statement must keep to, and as what the book takes it.</summary>
public sealed class EventRowRulesTests
{
    private static readonly DateTimeOffset Now = new(2025, 6, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset At = new(2025, 5, 20, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Check_LineThatContradictsItsKind_NamesEveryFault()
    {
        Assert.Empty(EventRowRules.Check(Line(ImportedEventKind.Dividend, 10), Now));
        Assert.Equal(
            ["asset must be given: a dividend is of an asset"], Faults(Line(ImportedEventKind.Dividend, 10) with { AssetId = null }));
        Assert.Equal(
            [
                "amount must be less than 0: it is what cash gained by a fee",
                "withheld must be 0, or less than the dividend or the interest that was received",
            ],
            Faults(Line(ImportedEventKind.Fee, 4) with { Withheld = 1 }));
        Assert.Equal(
            [
                "new_units and old_units '' must be two different whole numbers from 1, e.g. 10 and 1",
                "amount must be empty: a split moves no money",
            ],
            Faults(Line(ImportedEventKind.Split, 4)));
        Assert.Equal(
            ["event_id must have at most 60 characters", "booked_at must not be in the future"],
            Faults(Line(ImportedEventKind.Rebate, 1) with { EventId = new string('x', 61), BookedAt = Now.AddSeconds(1) }));
        Assert.Equal(
            ["asset must be empty: a withdrawal is of the whole portfolio"], Faults(Line(ImportedEventKind.CashFlow, -5)));
    }

    [Fact]
    public void InDollars_AmountInEuros_IsTakenAtTheRateOfItsDayAndSaysSo()
    {
        var rate = new ExchangeRate(new Currency("EUR"), Currency.Usd, 1.1m, "EUR/USD at import", At);

        var kept = StatementConversion.InDollars(
            Line(ImportedEventKind.Dividend, 10) with { Currency = "EUR", Withheld = 1.5m, Note = "Q1" }, (_, _) => rate);

        Assert.Equal((11m, 1.65m, "USD", "10 EUR at 1.1 (EUR/USD at import); Q1"), (kept.Amount, kept.Withheld, kept.Currency, kept.Note));
        Assert.Throws<InvalidRequestException>(
            () => StatementConversion.InDollars(Line(ImportedEventKind.Fee, -1) with { Currency = "EUR" }, (_, _) => null));
    }

    [Fact]
    public void EventOf_Dividend_HoldsFromItsExDateWhereThatIsTold()
    {
        var line = Line(ImportedEventKind.Dividend, 10) with { ExDate = new DateOnly(2025, 5, 6), Withheld = 1.5m };

        var taken = StatementConversion.EventOf(line, "Ada");

        Assert.Equal(
            ("import:d1", BookEventKind.Dividend, new DateTimeOffset(2025, 5, 6, 4, 0, 0, TimeSpan.Zero), 10m, 1.5m, "USD"),
            (taken.EventId, taken.Kind, taken.EffectiveAt, taken.Amount!.Value, taken.Withheld, taken.Currency));
        Assert.Equal(At, StatementConversion.EventOf(line with { ExDate = null }, "Ada").EffectiveAt);
    }

    [Fact]
    public void EventOf_TaxOfADividendOrOfInterest_IsLessOfIt()
    {
        var tax = Line(ImportedEventKind.Tax, -1.5m);

        Assert.Equal(BookEventKind.Dividend, StatementConversion.EventOf(tax, "Ada").Kind);
        Assert.Equal(BookEventKind.Interest, StatementConversion.EventOf(tax with { AssetId = null }, "Ada").Kind);
        var flow = StatementConversion.FlowOf(Line(ImportedEventKind.CashFlow, -5) with { AssetId = null, Note = "rent" }, "Ada")!;
        Assert.Equal(
            ("import:d1", -5m, "withdrawal of the broker's statement, booked on 2025-05-20: rent", At),
            (flow.FlowId, flow.Amount, flow.Reason, flow.At!.Value));
    }

    [Fact]
    public void Check_Delisting_TakesWhatAUnitWasPaid()
    {
        var line = Line(ImportedEventKind.Delisting, 0) with { Amount = null, PerUnit = 12.5m, ExDate = new DateOnly(2025, 5, 19) };

        Assert.Empty(Faults(line));
        Assert.Empty(Faults(line with { PerUnit = 0, Currency = "USD" }));
        Assert.Equal(["per_unit must be what each unit was paid, 0 for nothing"], Faults(line with { PerUnit = null }));
        Assert.Equal(["amount must be empty: what each unit was paid is its per_unit"], Faults(line with { Amount = 500 }));
        Assert.Equal(["currency must be USD, in which NVDA is priced, or empty"], Faults(line with { Currency = "EUR" }));
        Assert.Equal(
            ["per_unit must be empty: only a delisting has it"], Faults(Line(ImportedEventKind.Dividend, 10) with { PerUnit = 1 }));
        var taken = StatementConversion.EventOf(line, "Ada");
        Assert.Equal(
            (BookEventKind.Delisting, 12.5m, (string?)null, new DateTimeOffset(2025, 5, 19, 4, 0, 0, TimeSpan.Zero)),
            (taken.Kind, taken.PerUnit!.Value, taken.Currency, taken.EffectiveAt));
        BookEventCheck.Check(taken, Now);
    }

    private static string[] Faults(ImportedEvent row) =>
        [.. EventRowRules.Check(row, Now).Select(fault => $"{fault.Column} {fault.Rule}")];

    private static ImportedEvent Line(ImportedEventKind kind, decimal amount) =>
        new("d1", kind, At, "NVDA", amount, 0, null, null, null, null, null, null, null, 2);
}
