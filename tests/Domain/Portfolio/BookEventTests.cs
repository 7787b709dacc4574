using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Grains.Portfolio;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Domain;

/// <summary>What happens to a position or to cash without a trade.</summary>
public sealed class BookEventTests
{
    private const string Nvidia = "NVDA";

    private static readonly DateTimeOffset Start = new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero);
    private static readonly BookContext Setting = new(IsShadow: false, TestConfiguration.Build());

    [Fact]
    public void Split_TenForOne_ScalesWhatIsHeldAndEarnsNothing()
    {
        var draft = Deposited();
        Fill(draft, "in", OrderSide.Buy, 0.66m, 1_208);
        var book = draft.Book with
        {
            Positions = draft.Book.Positions.SetItem(Nvidia, draft.Book.Positions[Nvidia] with { StopPrice = 1_100 }),
            Reservations = draft.Book.Reservations.Add(
                "main:9", new Reservation("main:9", "nine", Nvidia, "stocks", 2, 1_200, 1_100, Start.AddMinutes(2))),
        };
        draft = new BookDraft("main", book, Start.AddMinutes(1));

        var answer = Take(draft, Split("split", 10, 1));

        var held = draft.Book.Positions[Nvidia];
        Assert.Equal((0.66m, 6.6m, 0m), (answer.QuantityBefore, answer.QuantityAfter, answer.Amount));
        Assert.Equal((6.6m, 120.8m, 120.8m, 110m), (held.Quantity, held.AverageEntryPrice, held.MarkPrice, held.StopPrice));
        Assert.Equal(book.Positions[Nvidia].Cost, held.Cost);
        var reserved = draft.Book.Reservations["main:9"];
        Assert.Equal((20m, 120m, 110m), (reserved.SignedQuantity, reserved.Price, reserved.StopPrice));
        Assert.Equal(
            (book.Equity, book.PeakEquity, book.DayAnchor),
            (draft.Book.Equity, draft.Book.PeakEquity, draft.Book.DayAnchor));
        Mark(draft, 120.8m);
        Assert.Equal(book.Equity, draft.Book.Equity);
        Assert.Empty(draft.Book.LossHalts);
        Assert.Equal((0m, 0m), (draft.Book.RealisedProfit, draft.Book.Income));
    }

    [Fact]
    public void ReverseSplit_ThatLeavesAFraction_IsPaidForItAtTheMarkWhereTheVenueKeepsNone()
    {
        var draft = Deposited(Whole());
        Fill(draft, "in", OrderSide.Buy, 25, 4);
        Mark(draft, 5, Start.AddSeconds(-30));
        var before = draft.Book;

        var answer = Take(draft, Split("reverse", 1, 10), Whole());

        Assert.Equal((25m, 2m, 25m), (answer.QuantityBefore, answer.QuantityAfter, answer.Amount));
        var held = draft.Book.Positions[Nvidia];
        Assert.Equal((2m, 40m, 80m, 50m), (held.Quantity, held.AverageEntryPrice, held.Cost, held.MarkPrice));
        Assert.Equal(5, draft.Book.RealisedProfit); // 0.5 units, bought at 40 and paid at 50
        Assert.Equal(before.Equity, draft.Book.Equity);
        Assert.Equal(before.PeakEquity, draft.Book.PeakEquity);
        Assert.Equal(2, Assert.Single(draft.Book.Trips.Values).Lot.Quantity);
    }

    [Fact]
    public void ReverseSplit_WhoseFractionHasAStatedPrice_TakesThatAndClosesWhatIsLeftOfNothing()
    {
        var draft = Deposited(Whole());
        Fill(draft, "in", OrderSide.Buy, 3, 4);

        var answer = Take(draft, Split("reverse", 1, 10) with { Amount = 15 }, Whole());

        Assert.Equal((0m, 15m), (answer.QuantityAfter, answer.Amount));
        Assert.Empty(draft.Book.Positions);
        Assert.Empty(draft.Book.Trips);
        Assert.Equal(3, draft.Book.RealisedProfit);
        Assert.Equal("fill:event:reverse", Assert.Single(draft.ToBatch().Trades).Trade.TradeId);
    }

    [Fact]
    public void Split_OfAFractionThatWasHeldBefore_KeepsTheFraction()
    {
        var draft = Deposited(Whole());
        Fill(draft, "in", OrderSide.Buy, 0.66m, 1_208);

        Assert.Equal(6.6m, Take(draft, Split("split", 10, 1), Whole()).QuantityAfter);
    }

    [Fact]
    public void Fill_OfBeforeASplitThatComesAfterIt_CountsInNewUnits()
    {
        var draft = Deposited();
        Take(draft, Split("split", 10, 1) with { EffectiveAt = Start });

        Fill(draft, "late", OrderSide.Buy, 1, 1_200, Start.AddMinutes(-1));
        Fill(draft, "new", OrderSide.Buy, 1, 120, Start);

        Assert.Equal((11m, 120m, 1_320m), (draft.Book.Positions[Nvidia].Quantity, draft.Book.Positions[Nvidia].AverageEntryPrice,
            draft.Book.Positions[Nvidia].Cost));
        Assert.Equal(1_200, draft.ToBatch().Entries.Where(entry => entry.Kind == "fill")
            .Select(entry => (FillRecorded)PortfolioEventJson.Read(entry.Kind, entry.Payload)).First().Price);
    }

    [Fact]
    public void Mark_OfBeforeASplitThatComesAfterIt_IsTakenInNewUnits()
    {
        var draft = Deposited();
        Fill(draft, "in", OrderSide.Buy, 1, 1_200, Start.AddMinutes(-9));
        Take(draft, Split("split", 10, 1) with { EffectiveAt = Start });

        Mark(draft, 1_210, Start.AddMinutes(-1));

        Assert.Equal(121, draft.Book.Positions[Nvidia].MarkPrice);
    }

    [Fact]
    public void SymbolChange_OfWhatIsHeld_GoesOnUnderTheNewId()
    {
        var draft = Deposited();
        Fill(draft, "in", OrderSide.Buy, 2, 100, strategy: "A");
        var before = draft.Book;

        var answer = Take(draft, BookEvent.SymbolChange("rename", draft.Now, Nvidia, "TSLA", "Ada", "merged"));
        Fill(draft, "late", OrderSide.Buy, 1, 100, Start.AddMinutes(-1), "A");

        Assert.Equal(("TSLA", 2m), (answer.AssetId, answer.QuantityAfter));
        var (id, held) = Assert.Single(draft.Book.Positions);
        Assert.Equal(("TSLA", "TSLA", 3m), (id, held.AssetId, held.Quantity));
        Assert.Equal(RoundTrips.Key("TSLA", "A"), Assert.Single(draft.Book.Trips).Key);
        Assert.Equal(before.Equity, draft.Book.Equity);
    }

    [Fact]
    public void SymbolChange_ToAnAssetThatIsHeldToo_IsRefused()
    {
        var draft = Deposited();
        Fill(draft, "in", OrderSide.Buy, 2, 100);
        FillCommands.Take(
            draft, new Fill("other", null, "TSLA", OrderSide.Buy, 1, 100, 0, null, null, Start, null), null, 0, _ => null, Setting);

        Assert.Throws<InvalidRequestException>(
            () => Take(draft, BookEvent.SymbolChange("rename", draft.Now, Nvidia, "TSLA", "Ada", "merged")));
    }

    [Theory]
    [InlineData(0, 9_800)]
    [InlineData(130, 10_060)]
    public void Delisting_AtAPrice_ClosesEveryStrategysLot(double perUnit, double cash)
    {
        var draft = Deposited();
        Fill(draft, "a", OrderSide.Buy, 1, 100, strategy: "A");
        Fill(draft, "b", OrderSide.Buy, 2, 100, strategy: "B");
        Fill(draft, "c", OrderSide.Sell, 1, 100, strategy: "C");

        var gone = BookEvent.Delisting("gone", draft.Now, Nvidia, (decimal)perUnit, "Ada", "taken private");
        var answer = Take(draft, gone with { Confirmed = true });

        Assert.Equal((2m, 0m, (decimal)cash), (answer.QuantityBefore, answer.QuantityAfter, draft.Book.Cash));
        Assert.Empty(draft.Book.Positions);
        Assert.Empty(draft.Book.Trips);
        Assert.Equal(3, draft.ToBatch().Trades.Length);
        AssertReconciles(draft.Book);
    }

    [Fact]
    public void Dividend_OnALongPosition_IsIncomeLessTheTaxAndBelongsToWhoHoldsIt()
    {
        var draft = Deposited();
        Fill(draft, "a", OrderSide.Buy, 30, 100, strategy: "A");
        Fill(draft, "b", OrderSide.Buy, 10, 100, strategy: "B");

        var answer = Take(draft, BookEvent.Dividend("div", draft.Now, Nvidia, 0.5m, "Ada", "quarter") with { Withheld = 0.075m });

        Assert.Equal((17m, 3m), (answer.Amount, answer.Withheld));
        Assert.Equal((20m, 3m, 6_017m), (draft.Book.Income, draft.Book.Costs, draft.Book.Cash));
        Assert.Equal([new StrategyShare("A", 12.75m), new StrategyShare("B", 4.25m)], answer.Shares.AsEnumerable());
        Assert.Equal(10_017, draft.Book.PeakEquity); // profit, unlike a deposit
        Assert.Equal(0.0017m, PortfolioFold.ChainOf(draft.Book).DayReturnAt(draft.Book.Equity.Amount));
        AssertReconciles(draft.Book);
    }

    [Fact]
    public void Dividend_OnAShortPosition_IsPaid()
    {
        var draft = Deposited();
        Fill(draft, "short", OrderSide.Sell, 10, 100);

        var answer = Take(draft, BookEvent.Dividend("div", draft.Now, Nvidia, 2, "Ada", "special") with { Withheld = 0.3m });

        Assert.Equal((-20m, 0m, 0m, 20m), (answer.Amount, answer.Withheld, draft.Book.Income, draft.Book.Costs));
        Assert.Equal(9_980, draft.Book.Equity.Amount);
        AssertReconciles(draft.Book);
    }

    [Theory]
    [InlineData(BookEventKind.Interest, 5)]
    [InlineData(BookEventKind.Financing, 5)]
    [InlineData(BookEventKind.Financing, -5)]
    [InlineData(BookEventKind.BorrowFee, -5)]
    [InlineData(BookEventKind.Fee, -5)]
    [InlineData(BookEventKind.Rebate, 5)]
    public void Cash_OfAnyKind_IsIncomeOrCostOfTheStrategyThatHoldsTheAsset(BookEventKind kind, int amount)
    {
        var draft = Deposited();
        Fill(draft, "short", OrderSide.Sell, 10, 100, strategy: "A");

        var answer = Take(draft, BookEvent.Cash("one", kind, draft.Now, Nvidia, amount, "Ada", "test"));

        Assert.Equal(amount, answer.Amount);
        Assert.Equal([new StrategyShare("A", amount)], answer.Shares.AsEnumerable());
        Assert.Equal((Math.Max(0, amount), Math.Max(0, -amount)), (draft.Book.Income, draft.Book.Costs));
        Assert.Equal(10_000 + amount, draft.Book.Equity.Amount);
        Assert.Equal(10_000, draft.Book.Flows); // it is no money paid in or out
        AssertReconciles(draft.Book);
    }

    [Fact]
    public void Cost_BeyondALimit_HaltsAsAnyLossDoes()
    {
        var draft = Deposited();
        Fill(draft, "in", OrderSide.Buy, 1, 100);

        Take(draft, BookEvent.Cash("swap", BookEventKind.Financing, draft.Now, Nvidia, -500, "Ada", "funding") with { Confirmed = true });

        Assert.Equal(HaltCause.DailyLoss, Assert.Single(draft.Book.LossHalts).Cause);
    }

    [Fact]
    public void Interest_InYen_IsConvertedAtTheRateGivenAndRefusedWithoutAny()
    {
        var draft = Deposited();
        var interest = BookEvent.Cash("int", BookEventKind.Interest, draft.Now, null, 10_000, "Ada", "November") with { Currency = "JPY" };

        Assert.Contains(
            "no conversion to USD is known", Assert.Throws<InvalidRequestException>(() => Take(draft, interest)).Message,
            StringComparison.Ordinal);
        Take(draft, interest with { Rate = 0.0066m });

        Assert.Equal(10_066, draft.Book.Cash);
    }

    [Fact]
    public void Event_Again_IsKnownAndOtherContentIsRefused()
    {
        var draft = Deposited();
        Fill(draft, "in", OrderSide.Buy, 1, 100);
        var split = Split("one", 2, 1);
        Take(draft, split);

        var again = EventCommands.Take(draft, split, null, 0, _ => null, Setting);

        Assert.Null(again!.Event);
        Assert.Equal(2, draft.Book.Positions[Nvidia].Quantity);
        Assert.Throws<InvalidRequestException>(() => Take(draft, split with { NewUnits = 3 }));
    }

    [Fact]
    public void Event_ThatMakesNoSense_NamesEveryFault()
    {
        var one = BookEvent.Split("", Start.AddDays(9), "NVDA", 1, 1, "", "") with { Withheld = 1, PerUnit = 1, Currency = "dollars" };

        var message = Assert.Throws<InvalidRequestException>(() => BookEventCheck.Check(one, Start)).Message;

        Assert.All(
            ["eventId", "effectiveAt", "operator", "reason", "newUnits", "withheld", "perUnit", "currency"],
            word => Assert.Contains(word, message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(BookEventKind.Fee, 1)]
    [InlineData(BookEventKind.BorrowFee, 1)]
    [InlineData(BookEventKind.Rebate, -1)]
    [InlineData(BookEventKind.Financing, 0)]
    public void Amount_OfTheWrongSign_IsRefused(BookEventKind kind, int amount) => Assert.Contains(
        "amount is", Assert.Throws<InvalidRequestException>(
            () => BookEventCheck.Check(BookEvent.Cash("x", kind, Start, "NVDA", amount, "Ada", "test"), Start)).Message,
        StringComparison.Ordinal);

    internal static void AssertReconciles(PortfolioBook book) => Assert.Equal(
        book.Flows + book.RealisedProfit + book.Income - book.Fees - book.Costs,
        book.Cash + book.Positions.Values.Sum(held => held.Cost));

    private static BookDraft Deposited(BookContext? context = null)
    {
        var draft = new BookDraft("main", new PortfolioBook(), Start);
        MoneyCommands.Move(draft, new CashFlow("start", 10_000, "Ada", "test"), null, 0, context ?? Setting);
        return draft;
    }

    private static BookEvent Split(string id, int newUnits, int oldUnits) =>
        BookEvent.Split(id, Start, Nvidia, newUnits, oldUnits, "Ada", "corporate action");

    private static EventOutcome Take(BookDraft draft, BookEvent one, BookContext? context = null) =>
        draft.Run(tentative => EventCommands.Take(tentative, one, null, 0, _ => null, context ?? Setting))!.Event!.Outcome;

    private static void Fill(
        BookDraft draft, string id, OrderSide side, decimal quantity, decimal price, DateTimeOffset? at = null, string? strategy = null) =>
        FillCommands.Take(
            draft, new Fill(id, null, Nvidia, side, quantity, price, 0, null, null, at ?? Start.AddMinutes(-1), strategy), null, 0,
            _ => null, Setting);

    private static void Mark(BookDraft draft, decimal price, DateTimeOffset? at = null) =>
        MoneyCommands.Mark(draft, [new PriceMark(Nvidia, price, null, at ?? draft.Now, "test")], _ => null, Setting);

    // A venue that sells whole units only.
    private static BookContext Whole()
    {
        var configuration = TestConfiguration.Build();
        return new BookContext(IsShadow: false, configuration with
        {
            Assets = [.. configuration.Assets.Select(asset =>
                asset.Id == Nvidia ? asset with { Risk = asset.Risk with { QuantityPrecision = 0 } } : asset)],
        });
    }
}
