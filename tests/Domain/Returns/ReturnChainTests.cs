using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using OrleansAssets.Domain.Monetary;
using OrleansAssets.Domain.Portfolio;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Domain.Returns;
using OrleansAssets.Grains.Portfolio;
using OrleansAssets.Portfolio;
using OrleansAssets.Storage;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Domain;

/// <summary>Money paid in and out of the live book, whatever its size and order, is neither profit nor loss and hides neither.</summary>
public sealed class ReturnChainTests
{
    private const int Cases = 10_000;
    private const string Asset = "BTC/USDT";
    private const decimal Step = 0.001m;
    private const decimal FeeShare = 0.001m;

    private static readonly DateTimeOffset Start = new(2026, 11, 24, 0, 30, 0, TimeSpan.Zero);
    private static readonly BookContext Setting = new(IsShadow: false, TestConfiguration.Build());
    private static readonly StateSerializer Serializer = new();

    private enum Kind
    {
        Flow,
        Mark,
        Buy,
        Sell,
        NextDay,
        Restart,
    }

    /// <summary>
    /// Against the definition told another way: growth is the product of the ratios of equity after and before everything that is no flow.
    /// </summary>
    [Fact]
    public void Book_AnyHistory_HasTheDrawdownAndTheLossOfItsGrowthAlone() => Hold(steps =>
    {
        var (book, now) = (new PortfolioBook(), Start);
        var (growth, peak, dayStart, hadCapital) = (1.0, 1.0, 1.0, false);
        for (var index = 0; index < steps.Length; index++)
        {
            var (kind, size) = steps[index];
            now = kind == Kind.NextDay ? now.AddDays(1) : now.AddMinutes(1);
            var draft = new BookDraft("main", book, now);
            var before = book.Equity.Amount;
            Act(draft, kind, size, index);
            if (kind == Kind.NextDay)
            {
                AssertRow(draft.ToBatch().Days, growth, dayStart, hadCapital);
                (dayStart, hadCapital) = (growth, before > 0);
            }

            book = kind == Kind.Restart ? Serializer.Deserialize<PortfolioBook>(Serializer.Serialize(draft.Book))! : draft.Book;
            var after = book.Equity.Amount;
            growth = kind == Kind.Flow || before <= 0 ? growth : growth * Math.Max(0, (double)after / (double)before);
            peak = Math.Max(peak, growth);
            hadCapital |= after > 0;
            if (growth <= 1e-6)
            {
                break; // Everything is lost: nothing is measured on it any more.
            }

            Near(1 - (growth / peak), book.Chain!.DrawdownAt(after));
            Near(Math.Max(0, 1 - (growth / dayStart)), book.Chain.DayLossAt(after));
            Assert.Equal(book.Flows + book.RealisedProfit - book.Fees, book.Cash + book.Positions.Values.Sum(held => held.Cost));
            AssertHalts(book, before: draft);
        }
    });

    [Theory]
    [InlineData(9_000, 1_000)]
    [InlineData(1, 1_000_000)]
    public void Deposit_OfAnySize_LeavesDrawdownAndLossAsTheyAre(decimal deposit, decimal capital)
    {
        var book = Lost(capital, by: 0.04m);
        var (drawdown, loss) = (book.Chain!.DrawdownAt(book.Equity.Amount), book.Chain.DayLossAt(book.Equity.Amount));

        var after = Flow(book, deposit);

        Assert.Equal((0.04m, 0.04m), (drawdown, loss));
        Assert.Equal((0.04m, 0.04m), (after.Chain!.DrawdownAt(after.Equity.Amount), after.Chain.DayLossAt(after.Equity.Amount)));
        Assert.Equal(-0.04, PortfolioRules.View("main", after, Setting.Configuration, Start).Drawdown!.Value, 12);
    }

    [Fact]
    public void Withdrawal_OfEverything_ForgetsNeitherTheDrawdownNorTheDaysLoss()
    {
        var sold = Sell(Lost(10_000, by: 0.04m));

        var back = Flow(Flow(sold, -sold.Equity.Amount), 500);

        Assert.Equal((0.04m, 0.04m), (back.Chain!.DrawdownAt(back.Equity.Amount), back.Chain.DayLossAt(back.Equity.Amount)));
        Assert.Equal(500 / 0.96m, back.PeakEquity, 6);
        Assert.Contains("4 % below", Assert.Single(HaltRules.Warnings(back, Setting.Configuration.Risk)), StringComparison.Ordinal);
    }

    /// <summary>Ten cents of a fee halted the whole account, as "the record lost everything", and again after each reset.</summary>
    [Fact]
    public void Fee_WithoutAnyCapital_IsNoLossOfEverything()
    {
        var draft = new BookDraft("main", new PortfolioBook(), Start);
        FillCommands.Take(
            draft, new Fill("first", null, Asset, OrderSide.Buy, 0.001m, 100, 0.1m, null, null, Start, null), null, 0, _ => null, Setting);
        BookCommands.LatchAll(draft, Setting);

        Assert.Equal(-0.1m, draft.Book.Equity.Amount);
        Assert.DoesNotContain(draft.Book.Halts, halt => halt.Cause is HaltCause.EmergencyStop or HaltCause.DailyLoss);

        var funded = Flow(draft.Book, 10_000);

        Assert.Equal((0m, 9_999.9m, 9_999.9m), (
            funded.Chain!.DrawdownAt(funded.Equity.Amount), funded.Equity.Amount, funded.PeakEquity));
        Assert.DoesNotContain(funded.Halts, halt => halt.Cause is HaltCause.EmergencyStop or HaltCause.DailyLoss);
        Assert.Equal(0.5m, funded.Chain.DrawdownAt(funded.Equity.Amount / 2)); // from here on there is something to lose
    }

    /// <summary>It latched the emergency stop of the whole account, and the day's row was -100 %.</summary>
    [Theory]
    [InlineData("-0.10", "0.0000099")]
    [InlineData("-5050", "0.5")] // lost on credit: it is not forgotten when money comes back
    public void Fee_AfterAllMoneyWasTakenOut_IsThePartOfThatMoneyThatItIs(string fee, string drawdown)
    {
        var emptied = Flow(Sell(Lost(10_000, by: -0.01m)), -10_100);
        var draft = new BookDraft("main", emptied, Start.AddMinutes(3));

        EventCommands.Take(
            draft,
            BookEvent.Cash("fee", BookEventKind.Fee, draft.Now, null, decimal.Parse(fee, CultureInfo.InvariantCulture), "Ada", "month") with
            {
                Confirmed = true,
            },
            null, 0, _ => null, Setting);

        Assert.DoesNotContain(draft.Book.Halts, halt => halt.Cause is HaltCause.EmergencyStop or HaltCause.DailyLoss);
        var back = Flow(Flow(draft.Book, 0.05m), 20_000);
        Assert.Equal(decimal.Parse(drawdown, CultureInfo.InvariantCulture), Math.Round(back.Chain!.DrawdownAt(back.Equity.Amount), 7));
    }

    [Fact]
    public void Fee_AfterARecordThatEndsWithoutMoney_IsNoLossOfEverything()
    {
        var book = new JournaledBook();
        var day = new DateOnly(2026, 11, 20);
        book.TakeImport(
            new EquityPoint(day, 10_000, 0), new EquityPoint(day.AddDays(1), 9_000, 0), new EquityPoint(day.AddDays(2), 0, -9_000));

        book.Happen(BookEvent.Cash("fee", BookEventKind.Fee, book.Now, null, -0.10m, "Ada", "month"));

        Assert.Empty(book.Book.LossHalts);
        Assert.Equal(0.1m, Math.Round(book.Book.Chain!.DrawdownAt(book.Book.Equity.Amount), 6));
    }

    /// <summary>The row said 0, or a gain where the day had begun with a loss: no drawdown was left anywhere.</summary>
    [Theory]
    [InlineData(100)]
    [InlineData(80)]
    public void Reset_OnTheDayOnWhichEverythingWasLost_LeavesTheLossInTheDaysRow(int priceBefore)
    {
        var book = new JournaledBook();
        book.Move(new CashFlow("in", 10_000, "Ada", "start"));
        book.Take(new Fill("f", null, "NVDA", OrderSide.Buy, 100, 100, 0, null, null, book.Now, null));
        book.Mark(new PriceMark("NVDA", priceBefore, null, book.Now, "test"));
        book.Now = book.Now.AddDays(1);
        book.Begin();

        book.Happen(BookEvent.Delisting("x", book.Now, "NVDA", 0, "Ada", "bankrupt"));
        book.Move(new CashFlow("again", 5_000, "Ada", "anew"));
        book.Reset(book.Book.Halts.First(halt => halt.Cause == HaltCause.EmergencyStop).Halt.HaltId);
        var lost = DateOnly.FromDateTime(book.Now.UtcDateTime);
        book.Now = book.Now.AddDays(1);
        book.Begin();

        Assert.Equal((5_000m, 5_000m, -1m), (book.Days[lost].Equity, book.Days[lost].CashFlow, book.Days[lost].Return));
        Assert.Equal(-100 * priceBefore, book.Profits[(lost, "NVDA", null)]);
        Assert.Equal(1, DailyReturns.DrawdownAtEnd(book.Days.Values.OrderBy(day => day.Day)));
        Assert.Equal(0, book.Book.Chain!.DrawdownAt(book.Book.Equity.Amount));
    }

    [Fact]
    public void Deposit_AfterEverythingIsLost_DoesNotHideIt()
    {
        var ruined = Lost(10_000, by: 1m);

        var after = Flow(ruined, 5_000);

        Assert.Equal(1, after.Chain!.DrawdownAt(after.Equity.Amount));
        Assert.Contains(HaltRules.Due(after, Setting.Configuration.Risk, "main"), halt => halt.Cause == HaltCause.EmergencyStop);
    }

    [Fact]
    public void Snapshot_OfTheTimeBeforeTheChain_GoesOnFromItsPeakAndAnchor()
    {
        var json = JsonNode.Parse(Serializer.Serialize(Lost(10_000, by: 0.04m)).ToString())!.AsObject();
        Assert.True(json.Remove(json.Single(member => member.Key.Equals("chain", StringComparison.OrdinalIgnoreCase)).Key));
        var book = Serializer.Deserialize<PortfolioBook>(BinaryData.FromString(json.ToJsonString()))!;

        var after = Flow(book, 9_600);

        Assert.Equal((0.04m, 0.04m), (after.Chain!.DrawdownAt(after.Equity.Amount), after.Chain.DayLossAt(after.Equity.Amount)));
        Assert.Equal(20_000, after.PeakEquity);
    }

    private static void Hold(Action<(Kind Kind, int Size)[]> law)
    {
        var step = from kind in Gen.Frequency(
                (3, Gen.Constant(Kind.Flow)), (6, Gen.Constant(Kind.Mark)), (2, Gen.Constant(Kind.Buy)), (2, Gen.Constant(Kind.Sell)),
                (1, Gen.Constant(Kind.NextDay)), (1, Gen.Constant(Kind.Restart)))
            from size in Gen.Choose(-150, 150)
            select (kind, size);
        var histories = step.ArrayOf().Where(steps => steps.Length <= 40);
        var shrinking = Arb.From(histories, steps => Enumerable.Range(0, steps.Length)
            .Select(left => steps.Where((_, index) => index != left).ToArray()));
        Prop.ForAll(shrinking, law).Check(Config.QuickThrowOnFailure.WithMaxTest(Cases));
    }

    // Flows of a tenth to ten times the equity, now and then of all of it; marks of up to 15 %; fills at the mark, for a fee.
    private static void Act(BookDraft draft, Kind kind, int size, int index)
    {
        BookCommands.Begin(draft, Setting, []);
        var book = draft.Book;
        var held = book.Positions.GetValueOrDefault(Asset);
        switch (kind)
        {
            case Kind.Flow when size > 0:
                Move(draft, index, size * 100);
                break;
            case Kind.Flow when Math.Min(book.Cash, book.Equity.Amount) is > 0 and var free:
                Move(draft, index, size < -120 ? -free : -Rounding.Amount(free * -size / 150));
                break;
            case Kind.Mark when held is not null:
                draft.Append(
                    new PricesMarked(
                        [new MarkedPrice(Asset, Rounding.Price(held.MarkPrice * (1 + (size * Step))), 1, "test", draft.Now, "test")]),
                    "test");
                BookCommands.Latch(draft, Setting);
                break;
            case Kind.Buy when book.Cash > 1 && size > 0:
                Fill(draft, index, OrderSide.Buy, Rounding.Amount(book.Cash * size / 150 / (held?.MarkPrice ?? 100)),
                    held?.MarkPrice ?? 100, FeeShare);
                break;
            case Kind.Sell when held is not null:
                var sold = size < 0 ? held.Quantity : Rounding.Amount(held.Quantity * size / 150);
                Fill(draft, index, OrderSide.Sell, sold, held.MarkPrice, FeeShare);
                break;
        }
    }

    private static void AssertRow(ImmutableArray<EquityPoint> days, double growth, double dayStart, bool hadCapital)
    {
        if (days.IsEmpty)
        {
            return; // There was no record yet.
        }

        var row = days[^1];
        Assert.Equal(hadCapital, row.Return is not null);
        if (row.Return is { } change)
        {
            Near((growth / dayStart) - 1, change);
        }
    }

    // What is beyond a limit is latched in the transaction that saw it, and stays.
    private static void AssertHalts(PortfolioBook book, BookDraft before)
    {
        Assert.All(before.Book.Halts, halt => Assert.Contains(book.Halts, known => known.Cause == halt.Cause));
        if (book.Chain!.DrawdownAt(book.Equity.Amount) >= Setting.Configuration.Risk.EmergencyStopDrawdown)
        {
            Assert.Contains(book.Halts, halt => halt.Cause == HaltCause.EmergencyStop);
        }

        if (book.Chain.DayLossAt(book.Equity.Amount) > Setting.Configuration.Risk.DailyLossLimit + 0.000001m)
        {
            Assert.Contains(book.Halts, halt => halt.Cause == HaltCause.DailyLoss);
        }
    }

    private static PortfolioBook Lost(decimal capital, decimal by)
    {
        var draft = new BookDraft("main", new PortfolioBook(), Start);
        BookCommands.Begin(draft, Setting, []);
        Move(draft, 0, capital);
        Fill(draft, 1, OrderSide.Buy, capital / 100, 100);
        draft.Append(new PricesMarked([new MarkedPrice(Asset, 100 * (1 - by), 1, "test", Start, "test")]), "test");
        return draft.Book;
    }

    private static PortfolioBook Sell(PortfolioBook book)
    {
        var draft = new BookDraft("main", book, Start.AddMinutes(1));
        Fill(draft, 2, OrderSide.Sell, book.Positions[Asset].Quantity, book.Positions[Asset].MarkPrice);
        return draft.Book;
    }

    private static PortfolioBook Flow(PortfolioBook book, decimal amount)
    {
        var draft = new BookDraft("main", book, Start.AddMinutes(2));
        Move(draft, (int)book.Head.Sequence + 100, amount);
        return draft.Book;
    }

    private static void Move(BookDraft draft, int index, decimal amount) =>
        draft.Append(new CashMoved($"flow-{index}", amount, "test", $"hash-{index}"), "test");

    private static void Fill(BookDraft draft, int index, OrderSide side, decimal quantity, decimal price, decimal feeShare = 0)
    {
        if (quantity > 0)
        {
            FillCommands.Take(
                draft,
                new Fill(
                    $"fill-{index}", null, Asset, side, quantity, price, Rounding.Amount(quantity * price * feeShare), null, null,
                    draft.Now, null),
                null, 0, _ => null, Setting);
        }
    }

    private static void Near(double expected, decimal actual) => Assert.Equal(expected, (double)actual, tolerance: 1e-6);
}
