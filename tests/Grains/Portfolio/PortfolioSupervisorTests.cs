using OrleansAssets.Domain.Assets;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Domain.Portfolio.Supervision;
using OrleansAssets.Grains.Portfolio;
using OrleansAssets.Notices;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Grains;

public sealed class PortfolioSupervisorTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(5, 100, 100, null)]
    [InlineData(5, 100, 92, PositionAdviceKind.PassedStop)]
    [InlineData(5, 100, 130, PositionAdviceKind.ReachedTarget)]
    [InlineData(-5, 100, 100, null)]
    [InlineData(-5, 100, 131, PositionAdviceKind.PassedStop)]
    [InlineData(-5, 100, 91, PositionAdviceKind.ReachedTarget)]
    [InlineData(15, 100, 100, PositionAdviceKind.DriftedLimit)]
    public void Of_Position_AdvisesWhatShouldBeClosed(double units, double entry, double mark, PositionAdviceKind? expected)
    {
        var isLong = units > 0;
        var book = Holding((decimal)units, (decimal)entry, (decimal)mark, isLong ? 92 : 130, isLong ? 130 : 92);

        var advice = SupervisorRules.Of(book, TestConfiguration.Build(), Now);

        PositionAdviceKind? found = advice.Length == 0 ? null : Assert.Single(advice).Kind;
        Assert.Equal(expected, found);
        Assert.All(advice, one => Assert.Equal(isLong ? OrderSide.Sell : OrderSide.Buy, one.Side));
        Assert.All(advice, one => Assert.Equal(5, one.Quantity));
    }

    [Fact]
    public void Of_TripleFundHeldThirtyDaysWithALimitOfFive_AdvisesToCloseAllOfIt()
    {
        var book = Holding(4, 100, 99, null, null, "TQQQ", Now.AddDays(-30));

        var advice = SupervisorRules.Of(book, ShippedConfiguration.Value, Now);

        Assert.Equal(
            [
                (PositionAdviceKind.MaxHold, 4m), (PositionAdviceKind.Decay, 4m),
                (PositionAdviceKind.DriftedLimit, 1.4748m), // 396, and 5 % x 0.5 of 9,996 are allowed
            ],
            advice.Select(one => (one.Kind, one.Quantity)));
        Assert.EndsWith("and at most 5 days are allowed", advice[0].Text, StringComparison.Ordinal);
        Assert.Contains("it loses 4 USD", advice[1].Text, StringComparison.Ordinal);
        Assert.Empty(SupervisorRules.Of(Holding(2, 100, 101, null, null, "TQQQ", Now.AddDays(-4)), ShippedConfiguration.Value, Now));
    }

    [Fact]
    public void Of_WhatTheConfigurationDoesNotHaveOrNobodyApproved_AdvisesALook()
    {
        var unknown = Holding(5, 100, 100, null, null, "DOGE/USDT");
        var stray = Holding(5, 100, 100, null, null) with
        {
            Unseen = [new Irregularity("stray", IrregularityKind.Unapproved, "BTC/USDT", "it names no order", Now)],
        };

        foreach (var book in new[] { unknown, stray })
        {
            var advice = Assert.Single(SupervisorRules.Of(book, TestConfiguration.Build(), Now));
            Assert.Equal((PositionAdviceKind.Unvetted, 0m), (advice.Kind, advice.Quantity));
            Assert.StartsWith("look at ", advice.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Of_ExitUnderWayAndOldMark_AdvisesTheRestAndALook()
    {
        var book = Holding(5, 100, 90, 92, null);
        book = book with
        {
            Reservations = book.Reservations.Add(
                "main:9", new Reservation("main:9", "exit", "BTC/USDT", "crypto", -3, 90, null, Now.AddMinutes(1))),
        };

        var advice = SupervisorRules.Of(book, TestConfiguration.Build(), Now.AddDays(2));

        Assert.Equal(
            [(PositionAdviceKind.PassedStop, 2m), (PositionAdviceKind.StaleMark, 0m)], advice.Select(one => (one.Kind, one.Quantity)));
        Assert.StartsWith("sell 2 BTC/USDT: it is at 90 and its stop is at 92", advice[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Supervise_WhatWasAdvisedBefore_IsToldOnceAndTakenBackWhenItIsOver()
    {
        var context = new BookContext(IsShadow: false, TestConfiguration.Build());
        var draft = new BookDraft("main", Holding(5, 100, 90, 92, null), Now);

        BookCommands.Supervise(draft, context);
        BookCommands.Supervise(draft, context);
        var told = draft.Book.Advice;
        var over = new BookDraft("main", draft.Book with { Positions = draft.Book.Positions.Clear() }, Now);
        BookCommands.Supervise(over, context);

        Assert.Single(draft.Events);
        Assert.Equal(PositionAdviceKind.PassedStop, Assert.Single(told).Kind);
        Assert.Empty(over.Book.Advice);
    }

    /// <summary>What came without an order, as from an import, has no stop; its asset has.</summary>
    [Fact]
    public void Of_PositionWithoutAStopBeyondItsAssets_IsAdvisedToBeClosed()
    {
        var configuration = TestConfiguration.Build();
        var book = Holding(5, 100, 80, null, null);

        var advice = Assert.Single(
            SupervisorRules.Of(book, configuration, Now), one => one.Kind == PositionAdviceKind.PassedStop);

        Assert.StartsWith("sell 5 BTC/USDT: it is at 80, has no stop of its own", advice.Text, StringComparison.Ordinal);
        Assert.Empty(SupervisorRules.Of(Holding(5, 100, 99, null, null), configuration, Now));
    }

    /// <summary>What orders are sized to is what a position may not drift beyond, and what closes it comes in whole steps.</summary>
    [Fact]
    public void Of_PositionBeyondItsClassesPart_IsAdvisedInWholeSteps()
    {
        var configuration = TestConfiguration.Build();
        configuration = configuration with
        {
            Classes = [.. configuration.Classes.Select(one => one.Id == "crypto" ? one with { RiskMultiplier = 0.5m } : one)],
            Assets = [.. configuration.Assets.Select(asset => asset.Id != "BTC/USDT" ? asset : asset with
            {
                Risk = asset.Risk with { Terms = asset.Risk.OrderTerms with { QuantityStep = 2 } },
            })],
        };

        var advice = Assert.Single(SupervisorRules.Of(Holding(8, 100, 100, null, null), configuration, Now));

        Assert.Equal((PositionAdviceKind.DriftedLimit, 4m), (advice.Kind, advice.Quantity)); // 800, and 5 % of 10,000 are allowed
    }

    /// <summary>Nobody is told to sell half of a position for ever, where money that came in made a tenth of it enough.</summary>
    [Fact]
    public void Supervise_AnExcessThatMoved_IsToldAnewWithItsBeginningKept()
    {
        var context = new BookContext(IsShadow: false, TestConfiguration.Build());
        var draft = new BookDraft("main", Holding(20, 100, 100, null, null), Now); // 2,000 of 10,000, and a tenth is allowed
        BookCommands.Supervise(draft, context);
        var first = Assert.Single(draft.Book.Advice);

        var later = new BookDraft("main", draft.Book with { Cash = draft.Book.Cash + 5_000 }, Now.AddMinutes(1));
        BookCommands.Supervise(later, context);
        var second = Assert.Single(later.Book.Advice);

        Assert.Equal((PositionAdviceKind.DriftedLimit, 10m, Now), (first.Kind, first.Quantity, first.Since));
        Assert.Equal((PositionAdviceKind.DriftedLimit, 5m, Now), (second.Kind, second.Quantity, second.Since));
        Assert.StartsWith("sell 5 BTC/USDT", second.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Supervise_OnPaper_PlacesTheExitOnceAndTheNextQuoteFillsIt()
    {
        var configuration = TestConfiguration.Build();
        configuration = configuration with
        {
            Assets = [.. configuration.Assets.Select(asset => asset.Id != "NVDA" ? asset : asset with
            {
                Risk = asset.Risk with { Rules = asset.Risk.Rules with { MaxHoldDays = 5 } },
            })],
        };
        await using var cluster = await GrainCluster.StartAsync(configuration);
        await cluster.MeasureRiskAsync();
        await cluster.QuoteAsync(100, "NVDA");
        var shadow = cluster.Portfolio(Keys.ShadowPortfolio("main", "stocks"));
        var opened = TimeProvider.System.GetUtcNow().AddDays(-6);
        var held = new Fill("f", null, "NVDA", OrderSide.Buy, 1, 100, 0, null, null, opened, null);
        var refused = await Assert.ThrowsAsync<InvalidRequestException>(() => shadow.RecordFillAsync(held));
        Assert.Contains("a paper portfolio fills its orders by itself", refused.Message, StringComparison.Ordinal);
        await shadow.RecordFillAsync(held with { Confirmed = true });
        await shadow.AcceptFillAsync(new FillAcceptance("f", "Ada", "a position to begin with"));

        await GrainCluster.TickAsync(shadow, "portfolio");
        await GrainCluster.TickAsync(shadow, "portfolio");
        var orders = await shadow.GetOrdersAsync(new OrderQuery(OpenOnly: false, null, 10));
        var placed = Assert.Single(orders);
        await cluster.QuoteAsync(101, "NVDA");
        await GrainCluster.TickAsync(shadow, "portfolio");

        Assert.StartsWith("supervisor:MaxHold:NVDA:", placed.ClientOrderId, StringComparison.Ordinal);
        Assert.Equal((OrderState.Working, OrderSide.Sell, 1m), (placed.State, placed.Side, placed.Quantity));
        Assert.Empty((await shadow.GetAsync()).Positions);
        var told = Assert.Single(cluster.World.Outbox.All.Where(notice => notice.Kind == NoticeKinds.PositionAdvice));
        Assert.EndsWith("(done by itself, on paper)", told.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Supervise_WithMoney_AdvisesAndPlacesNothing()
    {
        await using var cluster = await PortfolioCluster.StartAsync();
        var portfolio = cluster.Portfolio();
        await portfolio.HoldAsync(PortfolioCluster.Fill("f", null, 20, 100)); // a fifth of the equity, and a tenth is allowed

        await GrainCluster.TickAsync(portfolio, "portfolio");

        Assert.Equal(PositionAdviceKind.DriftedLimit, Assert.Single((await portfolio.GetAsync()).Book!.Advice).Kind);
        Assert.Empty(await portfolio.GetOrdersAsync(new OrderQuery(OpenOnly: false, null, 10)));
    }

    private static PortfolioBook Holding(
        decimal units, decimal entry, decimal mark, decimal? stop, decimal? target, string asset = "BTC/USDT",
        DateTimeOffset? opened = null) => new()
    {
        Cash = 10_000 - (units * mark),
        Positions = new PortfolioBook().Positions.Add(asset, new BookPosition(
            asset, "crypto", units, entry, units * entry, false, mark, Now, 1, "test", stop, opened ?? Now.AddHours(-1), 0, null, false)
        {
            TargetPrice = target,
        }),
    };
}
