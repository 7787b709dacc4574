using System.Text.RegularExpressions;
using OrleansAssets.Domain;
using OrleansAssets.Pages.Decisions;
using OrleansAssets.Pages.Forms;
using OrleansAssets.Pages.Orders;
using OrleansAssets.Pages.Portfolio;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Tests.Pages;

/// <summary>What forms say, as questions.</summary>
public sealed class PageFormsTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    private static readonly OrderText Plain = new(
        "BTC/USDT", "buy", "500", "money", Limit: null, Stop: null, Target: null, Strategy: null, ReduceOnly: false);

    [Fact]
    public void Shocks_OfWhatIsHeld_TakeTheNarrowestMoveThatWasSaid()
    {
        var moves = PriceMoves.Read(["all", "class:crypto", "asset:ETH/USDT", "asset:NVDA"], ["-10", "-20 %", "5.5", ""]);
        Assert.Null(moves.Fault);
        Assert.Equal(
            new[] { new PriceShock("BTC/USDT", -0.2m), new PriceShock("ETH/USDT", 0.055m), new PriceShock("NVDA", -0.1m) },
            moves.Shocks([Held("BTC/USDT", "crypto"), Held("ETH/USDT", "crypto"), Held("NVDA", "stocks")]));
        Assert.Equal("5.5", moves.Said("asset:ETH/USDT"));
        Assert.Null(moves.Said("asset:NVDA"));
    }

    [Fact]
    public void Shocks_WhereNothingWasSaid_AreNone() => Assert.Empty(PriceMoves.Read(["all"], [" "]).Shocks([Held("NVDA", "stocks")]));

    [Fact]
    public void Read_AMoveThatIsNoNumber_NamesIt() =>
        Assert.Contains("'half'", PriceMoves.Read(["all", "class:crypto"], ["half", "-5"]).Fault, StringComparison.Ordinal);

    [Fact]
    public void Read_AnOrderInMoneyOrUnits_HasExactlyOneAmount()
    {
        Assert.Equal((500m, null), Amounts(Plain));
        Assert.Equal((null, 0.25m), Amounts(Plain with { Unit = "units", Amount = "0.25" }));

        static (decimal? Notional, decimal? Quantity) Amounts(OrderText text) => text.Read("o1") switch
        {
            ({ } order, null) => (order.Notional, order.Quantity),
            var (_, fault) => throw new InvalidOperationException(fault),
        };
    }

    [Fact]
    public void Read_EveryFigureThatIsNone_IsNamedAtOnce()
    {
        var (order, fault) = (Plain with { Amount = "much", Stop = "1O0", Target = "12" }).Read("o1");
        Assert.Null(order);
        Assert.Contains("amount 'much'", fault, StringComparison.Ordinal);
        Assert.Contains("stop '1O0'", fault, StringComparison.Ordinal);
        Assert.DoesNotContain("target", fault, StringComparison.Ordinal);
    }

    /// <summary>An address that somebody wrote by hand asks for what it says, or for nothing.</summary>
    [Fact]
    public void Read_ASideOrUnitOfAnotherName_IsNotTakenForTheFirst()
    {
        var (order, fault) = (Plain with { Side = "SELL", Unit = "shares" }).Read("o1");
        Assert.Null(order);
        Assert.Contains("side 'SELL' is not known: it is buy or sell", fault, StringComparison.Ordinal);
        Assert.Contains("unit 'shares' is not known: it is money or units", fault, StringComparison.Ordinal);
        Assert.Equal(OrderSide.Buy, (Plain with { Side = null, Unit = null }).Read("o1").Order?.Side);
    }

    /// <summary>What reads as a hundredth to one and as a hundred to another is refused by pages as it is by the console.</summary>
    [Theory]
    [InlineData("100,50")]
    [InlineData("0,01")]
    [InlineData("1,000.50")]
    [InlineData("1.000,50")]
    [InlineData("5-")]
    [InlineData("1 000")]
    [InlineData("1e3")]
    [InlineData("($5)")]
    public void Numbers_InAnotherForm_AreRefusedByEveryForm(string text)
    {
        var (order, fault) = (Plain with { Amount = text, Limit = text, Stop = text, Target = text }).Read("o1");

        Assert.Null(order);
        Assert.Equal(4, Regex.Count(fault ?? "", Regex.Escape($"'{text}'"), RegexOptions.None, TimeSpan.FromSeconds(1)));
        Assert.Contains($"'{text}'", PriceMoves.Read(["all"], [text]).Fault, StringComparison.Ordinal);
        Assert.False(NumberText.TryRead(text, out _));
    }

    [Theory]
    [InlineData("100.50", 100.50)]
    [InlineData("-250.5", -250.5)]
    [InlineData("+5", 5)]
    [InlineData("0005", 5)]
    public void Numbers_InDigitsWithAPointAndASign_AreRead(string text, double value)
    {
        Assert.True(NumberText.TryRead(text, out var read));
        Assert.Equal((decimal)value, read);
    }

    [Fact]
    public void Read_AFill_IsWhatItsFormSays()
    {
        var texts = new FormTexts();
        var fill = new FillForm
        {
            FillId = " f1 ", Asset = "BTC/USDT", Side = "Sell", Quantity = "0.001", Price = "68000", Fee = "-0.5", OrderId = " ",
            At = "2026-03-02T12:30", FeeCurrency = "BNB", Confirmed = true,
        }.Read(texts);

        Assert.Null(texts.Fault);
        Assert.Equal(
            new Fill("f1", null, "BTC/USDT", OrderSide.Sell, 0.001m, 68_000, -0.5m, null, null, Now.AddMinutes(30), null, "BNB")
            {
                Confirmed = true,
            },
            fill);
    }

    [Fact]
    public void Read_AFillOfWhichNothingIsSaid_NamesAllThatIsMissingAtOnce()
    {
        var texts = new FormTexts();
        new FillForm { Side = "both", Price = "1e3", At = "noon" }.Read(texts);

        Assert.All(
            ["The id is missing.", "The asset is missing.", "side 'both'", "The quantity is missing.", "price '1e3'", "time 'noon'"],
            told => Assert.Contains(told, texts.Fault, StringComparison.Ordinal));
        Assert.DoesNotContain("price is missing", texts.Fault, StringComparison.Ordinal);
    }

    /// <summary>The right fill is known by its own id, and is of the time of the wrong one where none is said.</summary>
    [Fact]
    public void Take_AFill_ReadsAsItButForItsIdAndTime()
    {
        var wrong = new Fill("f1", "o1", "NVDA", OrderSide.Buy, 1.50m, 100, 0.25m, "EUR", null, Now, "swing", "USD");
        var (form, texts) = (new FillForm { FillId = "f2" }, new FormTexts());
        form.Take(wrong);

        Assert.Equal(wrong with { FillId = "f2", At = default }, form.Read(texts));
        Assert.Null(texts.Fault);
        Assert.Equal("1.5", form.Quantity);
    }

    /// <summary>What is paid is said as an amount, and what may be either with its sign.</summary>
    [Theory]
    [InlineData(BookEventKind.Fee, "5", -5)]
    [InlineData(BookEventKind.BorrowFee, "5", -5)]
    [InlineData(BookEventKind.Rebate, "5", 5)]
    [InlineData(BookEventKind.Interest, "-5", -5)]
    [InlineData(BookEventKind.Financing, "5", 5)]
    public void Read_AnEvent_HasItsAmountAsCashGainsIt(BookEventKind kind, string said, int gained)
    {
        var texts = new FormTexts();
        var form = new EventForm { Kind = kind.ToString(), EventId = "e1", Asset = "NVDA", Amount = said, Reason = " r " };
        var told = form.Read(texts, "Ann");

        Assert.Null(texts.Fault);
        Assert.Equal((kind, gained, "Ann", "r"), (told.Kind, told.Amount, told.Operator, told.Reason));
    }

    [Fact]
    public void Read_ASplitOrADelisting_NeedsNoAmount()
    {
        var texts = new FormTexts();
        var split = new EventForm { Kind = "Split", EventId = "e1", Asset = "NVDA", NewUnits = "10", OldUnits = "1" }.Read(texts, "Ann");
        var end = new EventForm { Kind = "Delisting", EventId = "e2", Asset = "NVDA" }.Read(texts, "Ann");

        Assert.Null(texts.Fault);
        Assert.Equal((10, 1, (decimal?)null), (split.NewUnits, split.OldUnits, split.Amount));
        Assert.Equal(0, end.PerUnit);
        new EventForm { Kind = "Split", EventId = "e1", Asset = "NVDA", NewUnits = "1.5", OldUnits = "-1" }.Read(texts, "Ann");
        Assert.Contains("new units '1.5' is no whole number", texts.Fault, StringComparison.Ordinal);
        Assert.Contains("old units '-1'", texts.Fault, StringComparison.Ordinal);
    }

    /// <summary>The second step does what the first one showed, and asks for a second word itself where one is needed.</summary>
    [Fact]
    public void Carried_AForm_IsAllThatItSaidAndItsStep()
    {
        var form = new CorrectFillForm { FillId = "f2", Reason = "a slip", Confirmed = true, Step = "ask", Price = "" };

        Assert.Equal(
            [("Confirmed", "true"), ("FillId", "f2"), ("Reason", "a slip"), ("Step", StepForm.Do)],
            form.Carried(asksAgain: false).OrderBy(one => one.Name, StringComparer.Ordinal));
        Assert.DoesNotContain(form.Carried(asksAgain: true), one => one.Name == "Confirmed");
    }

    /// <summary>Marks are named by their time to its last digit: a form says it so and reads it so.</summary>
    [Fact]
    public void Time_OfAMark_IsReadToItsLastDigit()
    {
        var texts = new FormTexts();
        var at = Now.AddTicks(1_234_567);

        Assert.Equal(at, texts.Time("time", FormTexts.Text(at)));
        Assert.Equal(at, texts.Time("time", FormTexts.Text(at) + "Z"));
        Assert.Equal(Now, texts.Time("time", "2026-03-02T12:00"));
        Assert.Null(texts.Time("time", " "));
        Assert.Null(texts.Fault);
        Assert.Null(texts.Time("time", "2026-03-02T12:00+01:00"));
        Assert.Contains("give it in UTC", texts.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_MarksWithoutALastTime_AreTheFirstAlone()
    {
        var texts = new FormTexts();
        var correction = new CorrectMarkForm { CorrectionId = "c1", From = "2026-03-02T12:00" }.Read(texts, "NVDA", "Ann");

        Assert.Equal((Now, Now, (decimal?)null), (correction.From, correction.To, correction.Price));
        Assert.Null(texts.Fault);
        new CorrectMarkForm { CorrectionId = "c1", To = "2026-03-02T12:00" }.Read(texts, "NVDA", "Ann");
        Assert.Equal("The time of the first mark is missing.", texts.Fault);
    }

    [Fact]
    public void IsAsked_WithoutAnAmount_IsFalse()
    {
        Assert.True(Plain.IsAsked);
        Assert.False((Plain with { Amount = " " }).IsAsked);
    }

    [Theory]
    [InlineData(null, 7)]
    [InlineData(30, 30)]
    [InlineData(90, 90)]
    [InlineData(100_000, 7)]
    public void Of_ASpan_IsOneOfThoseOffered(int? wanted, int days) => Assert.Equal(days, WhySpan.Of(wanted));

    [Theory]
    [InlineData("2026-03-08", "2026-03-02", "2026-03-09")]
    [InlineData(null, null, null)]
    [InlineData("8 March", null, null)]
    [InlineData("9999-12-31", null, null)] // has not begun
    public void Question_UpToADay_IsOfTheDaysUntilItsEnd(string? last, string? since, string? until)
    {
        var question = WhySpan.Question(TimeProvider.System, "main", 7, last: last);

        Assert.Equal(until, question.Until?.UtcDateTime.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(
            since ?? TimeProvider.System.GetUtcNow().AddDays(-7).UtcDateTime.ToString(
                "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
            question.Since.UtcDateTime.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
    }

    private static PositionView Held(string assetId, string classId) => new(
        assetId, classId, 1, 100, 100, Now, 1, "stated", 100, 100, 0, null, Now, Margined: false);
}
