using System.Collections.Immutable;
using OrleansAssets.Domain.Audit;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Monetary;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Grains.Portfolio;
using OrleansAssets.MarketData;
using OrleansAssets.Portfolio;
using OrleansAssets.Storage;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Domain;

public sealed class PortfolioBookTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero);
    private static readonly BookContext Setting = new(IsShadow: false, TestConfiguration.Build());

    /// <summary>
    /// Fills at random: whatever comes, in whatever order, cash and cost are what was paid in and earned, to the last decimal.
    /// </summary>
    [Theory]
    [InlineData("BTC/USDT")]
    [InlineData("GBP/JPY")]
    public void Fills_AtRandom_AlwaysReconcile(string assetId)
    {
        Laws.Hold(cases: 10_000, random =>
        {
            var draft = Deposited(1_000_000);
            var fees = 0m;
            var signed = 0m;
            for (var number = 0; number < 25 && random.Next(100) > 0; number++)
            {
                var fill = RandomFill(random, assetId, number);
                random.Tell($"{fill.Side} {fill.Quantity} at {fill.Price}, fee {fill.Fee}, rate {fill.Rate}, {fill.At:HH:mm}");
                fees += Rounding.Amount(fill.Fee * (fill.Rate ?? 1));
                signed += fill.Side == OrderSide.Buy ? fill.Quantity : -fill.Quantity;
                draft.Run(one => FillCommands.Take(
                    one, fill with { Confirmed = true }, null, 0, _ => null, Setting, mayBeLate: false));
            }

            var book = draft.Book;
            Assert.Equal(signed, book.Positions.GetValueOrDefault(assetId)?.Quantity ?? 0);
            Assert.Equal(fees, book.Fees);
            Assert.Equal(book.Flows + book.RealisedProfit - book.Fees, book.Cash + book.Positions.Values.Sum(held => held.Cost));
            var trades = draft.ToBatch().Trades;
            Assert.Equal(book.ClosedTrades, trades.Length);
            Assert.All(trades, trade => Assert.True(trade.Trade.ClosedAt >= trade.Trade.OpenedAt && trade.Trade.Fees >= 0));
            var open = book.Trips.Values.Sum(trip => trip.Fees + trip.Lot.EntryFees);
            Assert.Equal(fees, trades.Sum(trade => trade.Trade.Fees) + open);
        });
    }

    [Fact]
    public void Journal_FoldedAgainFromItsBytes_GivesTheSameBook() => Laws.Hold(cases: 10_000, random =>
    {
        var draft = Deposited(50_000);
        for (var number = 0; number < 60 && random.Next(100) > 0; number++)
        {
            var fill = RandomFill(random, "BTC/USDT", number);
            random.Tell($"{fill}");
            draft.Run(one => FillCommands.Take(
                one, fill with { Confirmed = true }, null, 0, _ => null, Setting, mayBeLate: false));
        }

        var book = new PortfolioBook();
        foreach (var entry in draft.ToBatch().Entries)
        {
            Assert.Null(AuditChain.FaultOf(book.Head, entry));
            book = PortfolioFold.Apply(book, PortfolioEventJson.Read(entry.Kind, entry.Payload), entry.Sequence, entry.At, entry.Actor)
                with { Head = entry.Position };
        }

        var serializer = new StateSerializer();
        var stored = serializer.Serialize(draft.Book).ToString();
        Assert.Equal(stored, serializer.Serialize(book).ToString());
        Assert.Equal(stored, serializer.Serialize(serializer.Deserialize<PortfolioBook>(serializer.Serialize(book))).ToString());
    });

    [Fact]
    public void Fills_OutOfOrder_EarnTheSameAndTellTheTradeTheRightWayRound()
    {
        var draft = Deposited(10_000);
        Take(draft, Fill("out", OrderSide.Sell, 10, 110, Start.AddHours(-1)));
        Take(draft, Fill("in", OrderSide.Buy, 10, 100, Start.AddHours(-2)));

        Assert.Equal(100, draft.Book.RealisedProfit);
        Assert.Empty(draft.Book.Positions);
        var trade = Assert.Single(draft.ToBatch().Trades).Trade;
        Assert.Equal((TradeSide.Long, 100m, 110m), (trade.Side, trade.EntryPrice, trade.ExitPrice ?? 0));
    }

    [Fact]
    public void Fill_ThatFlips_ClosesTheOldAndOpensTheNew()
    {
        var draft = Deposited(10_000);
        Take(draft, Fill("in", OrderSide.Buy, 10, 100, Start));
        Take(draft, Fill("flip", OrderSide.Sell, 15, 120, Start));

        Assert.Equal(200, draft.Book.RealisedProfit);
        var held = Assert.Single(draft.Book.Positions.Values);
        Assert.Equal((-5m, 120m), (held.Quantity, held.AverageEntryPrice));
        Assert.Equal(10_200, draft.Book.Equity.Amount);
    }

    [Fact]
    public void Fill_OfAPairInYen_EarnsItsProfitAtTheRateGiven()
    {
        var draft = Deposited(10_000);
        Take(draft, Fill("in", OrderSide.Buy, 1_000, 190, Start) with { AssetId = "GBP/JPY", Rate = 0.0064m });
        Assert.Equal(10_000, draft.Book.Equity.Amount); // no cash is exchanged
        Take(draft, Fill("out", OrderSide.Sell, 1_000, 191, Start) with { AssetId = "GBP/JPY", Rate = 0.0065m });

        Assert.Equal(10_006.5m, draft.Book.Cash);
        Assert.Equal(FillConversion.GivenWithFill, ((FillRecorded)Event(draft, "fill")).RateSource);
    }

    [Fact]
    public void Fill_InACurrencyThatACollectedPairTells_TakesItsQuote()
    {
        var quote = new Quote("USD/TRY", "oanda", Start, 40, 40, null, null);
        var draft = Deposited(10_000);

        draft.Run(one => FillCommands.Take(
            one, Fill("in", OrderSide.Buy, 10, 4_000, Start) with { Currency = "TRY" }, null, 0,
            id => id == quote.AssetId ? quote : null, Setting));

        var held = Assert.Single(draft.Book.Positions.Values);
        Assert.Equal((100m, 1_000m), (held.AverageEntryPrice, held.Cost));
        Assert.Contains("USD/TRY at oanda", held.RateSource, StringComparison.Ordinal);
    }

    [Fact]
    public void Deposit_AfterALoss_HidesNeitherDrawdownNorDailyLoss()
    {
        var draft = Deposited(10_000);
        Take(draft, Fill("in", OrderSide.Buy, 100, 100, Start));
        Mark(draft, 96.5m);
        var before = HaltRules.Warnings(draft.Book, Setting.Configuration.Risk);

        Flow(draft, "more", 100_000);

        Assert.Contains("3.5 % below the day's start", Assert.Single(before), StringComparison.Ordinal);
        Assert.Contains("3.5 % below the day's start", Assert.Single(HaltRules.Warnings(draft.Book, Setting.Configuration.Risk)),
            StringComparison.Ordinal);
        Assert.Equal(0.965m, Math.Round(draft.Book.Equity / draft.Book.Peak, 6));
        Flow(draft, "less", -100_000);
        Assert.Equal(0.965m, Math.Round(draft.Book.Equity / draft.Book.Peak, 6));
    }

    [Theory]
    [InlineData(97.1, 0, 0)] // 2.9 %: 58 % of the limit
    [InlineData(97.0, 1, 0)]
    [InlineData(95.1, 1, 0)]
    [InlineData(95.0, 0, 1)] // 5 %: the limit itself
    public void DailyLoss_InItsBands_WarnsThenLatches(double price, int warnings, int halts)
    {
        var draft = Deposited(10_000);
        Take(draft, Fill("in", OrderSide.Buy, 100, 100, Start));

        Mark(draft, (decimal)price);

        Assert.Equal(warnings, HaltRules.Warnings(draft.Book, Setting.Configuration.Risk).Length);
        Assert.Equal(halts, draft.Book.LossHalts.Count());
    }

    [Fact]
    public void Day_ThatEnds_HasItsRowWithItsFlowsAndTheNextItsAnchor()
    {
        var draft = Deposited(10_000);
        Take(draft, Fill("in", OrderSide.Buy, 10, 100, Start));
        Mark(draft, 110);

        var next = new BookDraft("main", draft.Book, Start.AddDays(2));
        Mark(next, 90);

        Assert.Equal(
            new EquityPoint(new DateOnly(2026, 11, 24), 10_100, 10_000, 0.01m, RecordProvenance.Own), Assert.Single(next.ToBatch().Days));
        Assert.Equal(10_100, next.Book.DayAnchor);
        Assert.Equal(new DateOnly(2026, 11, 26), next.Book.Day);
    }

    [Fact]
    public void Reservation_AfterItsTime_ExpiresWithTheNextCommand()
    {
        var reservation = new Reservation("main:1", "one", "BTC/USDT", "crypto", 1, 100, null, Start.AddSeconds(60));
        var book = Deposited(100).Book;
        book = book with { Reservations = book.Reservations.Add("main:1", reservation) };

        var early = new BookDraft("main", book, Start.AddSeconds(59));
        BookCommands.Begin(early, Setting, []);
        var late = new BookDraft("main", book, Start.AddSeconds(60));
        BookCommands.Begin(late, Setting, []);

        Assert.Single(early.Book.Reservations);
        Assert.Empty(late.Book.Reservations);
    }

    [Fact]
    public void Import_IntoABookWithoutARecord_SetsEquityAndItsFirstMarkChangesNone()
    {
        var draft = new BookDraft("main", new PortfolioBook(), Start);
        var open = ImmutableArray.Create(new Position("BTC/USDT", "crypto", TradeSide.Long, 2, 30_000, Start.AddDays(-9)));
        var days = EquityRecords.Of(new DateOnly(2026, 11, 22), 10_000, 9_000);

        MoneyCommands.TakeImport(draft, Guid.Empty, ImportKind.Trades, [.. days], 4, open, Setting);
        Assert.Equal((9_000m, 10_000m), (draft.Book.Equity.Amount, draft.Book.PeakEquity));
        Mark(draft, 60_000);
        Assert.Equal(9_000, draft.Book.Equity.Amount);
        Mark(draft, 60_100);

        Assert.Equal(9_200, draft.Book.Equity.Amount);
        Assert.Equal(new Money(200, Currency.Usd), draft.Book.Positions["BTC/USDT"].UnrealisedProfit);
    }

    [Fact]
    public void Import_ThatHasNoRecordOfItsOwn_LivesOnWithDaysAndHalts()
    {
        var draft = new BookDraft("main", new PortfolioBook(), Start);
        BookCommands.Begin(draft, Setting, []);
        var days = EquityRecords.Of(new DateOnly(2026, 11, 22), 9_000, 10_000);
        var open = ImmutableArray.Create(new Position("BTC/USDT", "crypto", TradeSide.Long, 2, 3_000, Start.AddDays(-9)));
        MoneyCommands.TakeImport(draft, Guid.Empty, ImportKind.Equity, [.. days], 0, open, Setting);
        Mark(draft, 3_000);

        var lost = new BookDraft("main", draft.Book, Start.AddHours(1));
        Mark(lost, 2_400);
        var next = new BookDraft("main", lost.Book, Start.AddDays(1));
        BookCommands.Begin(next, Setting, []);

        Assert.Equal(HaltCause.DailyLoss, Assert.Single(lost.Book.LossHalts).Cause);
        Assert.Equal(
            new EquityPoint(new DateOnly(2026, 11, 24), 8_800, 0, -0.12m, RecordProvenance.Own), Assert.Single(next.ToBatch().Days));
    }

    /// <summary>The portfolio could never trade again: no halt was there to be reset, and every deposit was refused as too late.</summary>
    [Fact]
    public void Import_OfARecordThatLostEverything_LatchesTheEmergencyStopAndItsResetBeginsAnew()
    {
        var draft = new BookDraft("main", new PortfolioBook(), Start);
        var before = draft.Book;
        var days = EquityRecords.Of(new DateOnly(2026, 11, 22), 10_000, 10_100, 0);

        MoneyCommands.TakeImport(draft, Guid.Empty, ImportKind.Equity, [.. days], 0, [], Setting);
        var halt = Assert.Single(draft.Book.LossHalts);
        Flow(draft, "again", 10_000);

        Assert.Equal((HaltCause.EmergencyStop, 1m), (halt.Cause, halt.Observed));
        Assert.Contains("a reset of this halt lets the growth begin anew", halt.Halt.Cause, StringComparison.Ordinal);
        Assert.Contains(
            $"It latched {halt.Halt.HaltId} (emergency stop) in portfolio 'main'", ImportRemarks.Of("main", before, draft.Book),
            StringComparison.Ordinal);
        Assert.Equal(TradingMode.Halted, HaltRules.ModeOf(draft.Book));
        HaltCommands.Reset(draft, new ResetRequest(halt.Halt.HaltId, "Ada", "there is capital again"), [], Setting);
        BookCommands.LatchAll(draft, Setting);
        Assert.Empty(draft.Book.LossHalts);
        Assert.Equal((10_000m, 10_000m, 10_000m), (draft.Book.Equity.Amount, draft.Book.PeakEquity, draft.Book.DayAnchor));
        Assert.Equal(0, PortfolioFold.ChainOf(draft.Book).DrawdownAt(10_000));
        Assert.Contains(
            "has a record of its own: the rows are in its tables", ImportRemarks.Of("main", draft.Book, draft.Book),
            StringComparison.Ordinal);
    }

    /// <summary>A pair on margin costs no cash: all of it was taken out, and the next price halted every portfolio.</summary>
    [Fact]
    public void Withdrawal_OfWhatAMarginedPositionNeeds_IsRefusedWithWhatIsFree()
    {
        var draft = Deposited(10_000);
        Take(draft, new Fill("in", null, "GBP/JPY", OrderSide.Buy, 1_000, 190, 0, null, 0.0066m, draft.Now, null) { Confirmed = true });
        var need = 1_254m / Setting.Configuration.FindAsset("GBP/JPY")!.Risk.LeverageLimit;

        var refused = Assert.Throws<InvalidRequestException>(() => Flow(draft, "all", -9_990));

        Assert.Contains($"what is held and what orders reserve needs {need:0.##}", refused.Message, StringComparison.Ordinal);
        Assert.Equal(10_000, draft.Book.Cash);
        Flow(draft, "free", -Math.Floor(10_000 - need));
        Assert.Throws<InvalidRequestException>(() => Flow(draft, "more", -1));
    }

    private static BookDraft Deposited(decimal amount)
    {
        var draft = new BookDraft("main", new PortfolioBook(), Start);
        Flow(draft, "start", amount);
        return draft;
    }

    private static void Flow(BookDraft draft, string id, decimal amount) =>
        MoneyCommands.Move(draft, new CashFlow(id, amount, "Ada", "test"), null, 0, Setting);

    private static void Take(BookDraft draft, Fill fill) => FillCommands.Take(draft, fill, null, 0, _ => null, Setting);

    private static void Mark(BookDraft draft, decimal price) =>
        MoneyCommands.Mark(draft, [new PriceMark("BTC/USDT", price, null, draft.Now, "test")], _ => null, Setting);

    private static Fill Fill(string id, OrderSide side, decimal quantity, decimal price, DateTimeOffset at) =>
        new(id, null, "BTC/USDT", side, quantity, price, 0, null, null, at, null);

    private static PortfolioEvent Event(BookDraft draft, string kind)
    {
        var entry = draft.ToBatch().Entries.Last(entry => entry.Kind == kind);
        return PortfolioEventJson.Read(entry.Kind, entry.Payload);
    }

    private static Fill RandomFill(Choices random, string assetId, int number) => new(
        $"fill-{number}",
        null,
        assetId,
        random.Next(2) == 0 ? OrderSide.Buy : OrderSide.Sell,
        random.Next(1, 5_000) / 1000m,
        random.Next(1, 2_000_000) / 77m,
        random.Next(0, 500) / 100m,
        null,
        assetId == "GBP/JPY" ? random.Next(60, 70) / 10_000m : null,
        Start.AddMinutes(random.Next(-1000, 0)),
        null);
}
