using OrleansAssets.Domain.Monetary;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Domain.Returns;
using OrleansAssets.Grains.Portfolio;
using OrleansAssets.MarketData;
using OrleansAssets.Portfolio;
using OrleansAssets.Storage;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Domain;

/// <summary>What each strategy earns in each asset on a day, open positions included.</summary>
public sealed class ProfitLedgerTests
{
    private static readonly string[] Assets = ["BTC/USDT", "NVDA", "GBP/JPY"];
    private static readonly string?[] Strategies = [null, "trend", "swing"];
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 0, 30, 0, TimeSpan.Zero);
    private static readonly BookContext Setting = new(IsShadow: false, TestConfiguration.Build());
    private static readonly StateSerializer Serializer = new();

    /// <summary>
    /// Over any history of fills of several strategies, marks, flows, days and restarts the parts of a day add up to its change of equity
    /// less its cash flows, to the last decimal, and their returns to the day's.
    /// </summary>
    [Fact]
    public void Parts_AnyHistory_AddUpToEachDay() => Laws.Hold(cases: 10_000, random =>
    {
        var (book, now, before) = (new PortfolioBook(), Start, 0m);
        for (var step = 0; step < 40 && random.Next(40) > 0; step++)
        {
            var isNext = random.Next(4) == 3;
            now = isNext ? new DateTimeOffset(now.UtcDateTime.Date.AddDays(1), TimeSpan.Zero).AddMinutes(1) : now.AddMinutes(7);
            var draft = new BookDraft("main", book, now);
            Act(draft, random, step);
            foreach (var began in draft.Events.Select(entry => entry.Event).OfType<DayBegan>())
            {
                if (began is not { Before: { } day, Profits: { } parts })
                {
                    continue;
                }

                Assert.Equal(began.Anchor - before - day.CashFlow, parts.Sum(part => part.Profit)); // of debt too, which no row has
                Assert.Single(parts, part => part.IsOfNoAsset);
                Assert.Equal(parts.Length, parts.Select(part => (part.AssetId, part.StrategyId)).Distinct().Count());
                if (day.Return is > -1 and var change && parts.All(part => part.Return is not null))
                {
                    Assert.Equal((double)change, (double)parts.Sum(part => part.Return ?? 0), 1e-9);
                }

                before = began.Anchor;
            }

            book = random.Next(6) == 5 ? Serializer.Deserialize<PortfolioBook>(Serializer.Serialize(draft.Book))! : draft.Book;
        }
    });

    /// <summary>The same over what is no trade (splits, dividends, costs, delistings), what comes late and what is corrected.</summary>
    [Fact]
    public void Parts_AnyHistoryOfEvents_AddUpToEachDay() => Laws.Hold(cases: 10_000, choices =>
    {
        var history = new BookHistory(choices);
        history.Deposit(10_000);
        for (var step = 0; step < 60 && choices.Next(60) > 0; step++)
        {
            history.Step();
        }

        var before = 0m;
        foreach (var (day, row) in history.Told.Days)
        {
            var parts = history.Told.Profits.Where(part => part.Key.Day == day).Sum(part => part.Value);
            if (before >= 0 && row.Equity > 0)
            {
                Assert.Equal((double)(row.Equity - before - row.CashFlow), (double)parts, 1e-6); // a row's equity is rounded
            }

            before = row.Equity > 0 ? row.Equity : -1; // of debt no row says how much
        }
    });

    [Fact]
    public void Parts_TwoStrategiesInOneAsset_EachHasWhatItsOwnEntriesEarned()
    {
        var book = Flow(new PortfolioBook(), Start, 10_000);
        book = Fill(book, Start, "BTC/USDT", "a", OrderSide.Buy, 1, 100);
        book = Fill(book, Start, "BTC/USDT", "b", OrderSide.Buy, 1, 200);
        book = Fill(book, Start, "BTC/USDT", "b", OrderSide.Sell, 1, 210);

        var parts = End(book).ToDictionary(part => (part.AssetId, part.StrategyId), part => part.Profit);

        Assert.Equal(10, parts[("BTC/USDT", "b")]);
        Assert.Equal(110, parts[("BTC/USDT", "a")]); // open, at the price of the last fill
        Assert.Equal(0, parts[(ProfitLedger.NoAsset, null)]);
    }

    [Fact]
    public void Parts_OpenPositionFalls_ItsClassHasTheLossAndTheOthersHaveNone()
    {
        var book = Flow(new PortfolioBook(), Start, 10_000);
        book = Fill(book, Start, "NVDA", null, OrderSide.Buy, 50, 100);
        book = Fill(book, Start, "BTC/USDT", null, OrderSide.Buy, 1, 1_000);
        book = Mark(book, Start.AddHours(1), "NVDA", 40);

        var parts = End(book);

        Assert.Equal(-3_000, parts.Single(part => part.ClassId == "stocks").Profit);
        Assert.Equal(-0.3m, parts.Single(part => part.ClassId == "stocks").Return);
        Assert.Equal(0, parts.Single(part => part.ClassId == "crypto").Profit);
    }

    [Fact]
    public void Parts_DepositAfterALoss_TheLossIsOfTheCapitalThatWorked()
    {
        var book = Flow(new PortfolioBook(), Start, 1_000);
        book = Fill(book, Start, "BTC/USDT", null, OrderSide.Buy, 5, 100);
        book = Mark(book, Start.AddHours(1), "BTC/USDT", 80);
        book = Flow(book, Start.AddHours(2), 9_000);

        var part = End(book).Single(part => part.AssetId == "BTC/USDT");

        Assert.Equal((-100, -0.1m), (part.Profit, part.Return));
    }

    private static void Act(BookDraft draft, Choices random, int step)
    {
        BookCommands.Begin(draft, Setting, []);
        var book = draft.Book;
        var assetId = Assets[random.Next(Assets.Length)];
        switch (random.Next(4))
        {
            case 0:
                var amount = random.Next(1, 50) * 100m;
                var needed = MarginRules.Needed(book, Setting.Configuration, draft.Now).Amount;
                var free = Math.Min(book.Cash, book.Equity.Amount - needed) - 0.01m;
                amount = random.Next(3) == 2 && free > 0 ? -Rounding.Amount(Math.Min(amount, free)) : amount;
                random.Tell($"{draft.Now:MM-dd HH:mm} flow {amount}");
                MoneyCommands.Move(draft, new CashFlow($"flow-{step}", amount, "Ada", "law"), null, 0, Setting);
                break;
            case 1 when book.Positions.TryGetValue(assetId, out var held):
                var price = Math.Round(held.MarkPrice * (1 + (random.Next(-150, 151) / 1_000m)), 4);
                random.Tell($"{draft.Now:MM-dd HH:mm} mark {assetId} {price}");
                MoneyCommands.Mark(
                    draft, [new PriceMark(assetId, price, assetId == "GBP/JPY" ? 0.0065m : null, draft.Now, "law")], NoQuote, Setting);
                break;
            default:
                var fill = new Fill(
                    $"fill-{step}", null, assetId, random.Next(2) == 0 ? OrderSide.Buy : OrderSide.Sell, random.Next(1, 30) / 7m,
                    random.Next(90, 111), random.Next(5) / 3m, null, assetId == "GBP/JPY" ? 0.0066m : null, draft.Now,
                    Strategies[random.Next(Strategies.Length)]);
                random.Tell(
                    $"{draft.Now:MM-dd HH:mm} {fill.StrategyId} {fill.Side} {fill.Quantity} {assetId} at {fill.Price}, fee {fill.Fee}");
                FillCommands.Take(draft, fill with { Confirmed = true }, null, 0, NoQuote, Setting);
                break;
        }
    }

    private static DayProfit[] End(PortfolioBook book)
    {
        var draft = new BookDraft("main", book, Start.AddDays(1));
        BookCommands.Begin(draft, Setting, []);
        return [.. draft.ToBatch().Profits];
    }

    private static PortfolioBook Flow(PortfolioBook book, DateTimeOffset at, decimal amount)
    {
        var draft = new BookDraft("main", book, at);
        MoneyCommands.Move(draft, new CashFlow($"flow-{at:HHmm}", amount, "Ada", "test"), null, 0, Setting);
        return draft.Book;
    }

    private static PortfolioBook Fill(
        PortfolioBook book, DateTimeOffset at, string assetId, string? strategyId, OrderSide side, decimal quantity, decimal price)
    {
        var draft = new BookDraft("main", book, at);
        FillCommands.Take(
            draft, new Fill($"fill-{book.Head.Sequence}", null, assetId, side, quantity, price, 0, null, null, at, strategyId), null, 0,
            NoQuote, Setting);
        return draft.Book;
    }

    private static PortfolioBook Mark(PortfolioBook book, DateTimeOffset at, string assetId, decimal price)
    {
        var draft = new BookDraft("main", book, at);
        MoneyCommands.Mark(draft, [new PriceMark(assetId, price, null, at, "test")], NoQuote, Setting);
        return draft.Book;
    }

    private static Quote? NoQuote(string assetId) => null;
}
