using System.Globalization;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Portfolio;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Domain.Portfolio.Review;
using OrleansAssets.Grains.Portfolio;
using OrleansAssets.Notices;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Domain;

/// <summary>One class, one asset or one strategy stops by itself, and the others go on.</summary>
public sealed class ScopeHaltTests
{
    private const string Coin = "BTC/USDT";
    private const string Other = "ETH/USDT";

    private static readonly HaltSettings Limits = new(
        new ScopeLimits(0.04m, 0.15m, 20), new ScopeLimits(0.03m, 0.10m, 5), new ScopeLimits(0.03m, 0.10m, 10), 60, 240);

    private static readonly (HaltScope, string, decimal)[] Zeros =
    [
        .. from scope in new[] { HaltScope.AssetClass, HaltScope.Asset, HaltScope.Strategy }
           from code in new[] { RuleCodes.DailyLoss, RuleCodes.Drawdown }
           select (scope, code, 0m),
    ];

    private readonly JournaledBook _book = Make();

    private int _next;

    [Fact]
    public void Mark_AnAssetLosesItsPartOfTheDay_HaltsTheAssetAndItsStrategyAndNothingElse()
    {
        Fill(Coin, 10, 100, "trend");
        Fill(Other, 10, 100, "carry");

        Mark(Coin, 71); // 2.9 % of 10,000
        Assert.Empty(Halts());
        Mark(Coin, 70);

        Assert.Equal([(HaltScope.Asset, Coin), (HaltScope.Strategy, "trend")], Halts());
        Assert.All(_book.Book.LossHalts, halt => Assert.Equal((TradingMode.Halted, true), (halt.Halt.Mode, halt.Halt.Automatic)));
        Assert.StartsWith(
            $"{Coin} lost 300 USD today, 3 % of the 10,000 USD that the day began with; its limit is 3 %.",
            _book.Book.LossHalts.First().Halt.Cause, StringComparison.Ordinal);
        Assert.Equal(DecisionOutcome.Rejected, Decide("trend").Outcome);
    }

    [Fact]
    public void Mark_TwoAssetsTogetherLoseTheClassesPart_HaltsTheClass()
    {
        Fill(Coin, 10, 100, null);
        Fill(Other, 10, 100, null);
        Mark(Coin, 79);
        Mark(Other, 81);

        Assert.Equal([(HaltScope.AssetClass, "crypto")], Halts());
    }

    /// <summary>What is told to whoever watches: how near the nearest of each scope is to its limit, and what stands.</summary>
    [Fact]
    public void Figures_OfLossesBelowAndAtALimit_TellTheNearestOfEachScopeAndItsHalts()
    {
        Fill(Coin, 10, 100, "trend");
        Fill(Other, 10, 100, "carry");
        Assert.Equal(Zeros, Figures().ScopeLimits.ToArray());

        Mark(Coin, 79); // 210 of 10,000
        Mark(Other, 94); // 60

        Assert.Equal(
            [
                (HaltScope.AssetClass, RuleCodes.DailyLoss, 0.027m / 0.04m), (HaltScope.AssetClass, RuleCodes.Drawdown, 0.027m / 0.15m),
                (HaltScope.Asset, RuleCodes.DailyLoss, 0.021m / 0.03m), (HaltScope.Asset, RuleCodes.Drawdown, 0.021m / 0.10m),
                (HaltScope.Strategy, RuleCodes.DailyLoss, 0.021m / 0.03m), (HaltScope.Strategy, RuleCodes.Drawdown, 0.021m / 0.10m),
            ],
            Figures().ScopeLimits.ToArray());
        Assert.All(Figures().ScopeHalts, halts => Assert.Equal(0, halts.Count));

        Mark(Coin, 70); // 3 % of the day
        Assert.Equal(1, Figures().ScopeLimits.Single(limit => limit is (HaltScope.Asset, RuleCodes.DailyLoss, _)).Used);
        Assert.Equal(
            [(HaltScope.AssetClass, 0), (HaltScope.Asset, 1), (HaltScope.Strategy, 1)], Figures().ScopeHalts.ToArray());
    }

    [Fact]
    public void Figures_NoLimitOfScopesIsSet_TellNothingUsed()
    {
        _book.Setting = _book.Setting with { Configuration = _book.Setting.Configuration with { Halts = HaltSettings.None } };
        Fill(Coin, 10, 100, "trend");
        Mark(Coin, 70);

        Assert.Equal(Zeros, Figures().ScopeLimits.ToArray());
    }

    [Fact]
    public void Decide_WhileOnlyAStrategyIsHalted_RefusesItsOrdersAndNoOthers()
    {
        Fill(Coin, 10, 100, "trend");
        Mark(Coin, 70);
        Reset(HaltScope.Asset);

        Assert.Equal((DecisionOutcome.Rejected, RuleCodes.TradingHalt), (Decide("trend").Outcome, Decide("trend").BindingRule));
        Assert.Equal(DecisionOutcome.Approved, Decide("carry", quantity: 0.1m).Outcome);
        Assert.Equal(DecisionOutcome.Approved, Decide("trend", OrderSide.Sell).Outcome); // an exit
    }

    [Fact]
    public void Reset_OfALossOfTheDay_CountsAnewFromThereAndTheNextDayBeginsWhole()
    {
        Fill(Coin, 10, 100, null);
        Mark(Coin, 70);
        Reset(HaltScope.Asset);

        Mark(Coin, 69);
        Assert.Empty(Halts());
        Mark(Coin, 39.9m);
        Assert.Equal([(HaltScope.AssetClass, "crypto"), (HaltScope.Asset, Coin)], Halts().Order());
        _book.Reset(_book.Book.LossHalts.First().Halt.HaltId);
        _book.Reset(_book.Book.LossHalts.First().Halt.HaltId);
        NextDay();
        Mark(Coin, 20); // 199 of some 9,400: less than any part of a day
        Assert.Empty(Halts());
    }

    [Fact]
    public void Mark_SmallLossesDayAfterDay_HaltByTheDrawdownFromTheBest()
    {
        Fill(Coin, 10, 100, null);
        foreach (var price in new decimal[] { 120, 110, 95, 80, 65, 50, 35, 25 })
        {
            NextDay();
            Mark(Coin, price);
            if (price > 25)
            {
                Assert.Empty(Halts());
            }
        }

        // 950 of the best; the day began with some 9,350
        Assert.Equal([(HaltScope.Asset, Coin)], Halts());
        Assert.Equal(HaltCause.ScopeDrawdown, Assert.Single(_book.Book.LossHalts).Cause);
        Reset(HaltScope.Asset);
        NextDay();
        Mark(Coin, 24);
        Assert.Empty(Halts());
    }

    [Fact]
    public void Standing_LossesThatComeNearToTheirLimits_AreToldByScopeAndNotOnceItIsHalted()
    {
        Fill(Coin, 10, 100, "trend");
        Mark(Coin, 82.1m); // 1.79 % of the day; 1.8 % is 60 % of the 3 %
        Assert.Empty(Near());
        Mark(Coin, 81);

        Assert.Equal(["DAILY_LOSS BTC/USDT Warning", "DAILY_LOSS strategy trend Warning"], Near());
        Assert.Contains(
            "lost 190 USD today, 1.9 % of the 10,000 USD that the day began with; its limit is 3 %. That is 63.3 % of the limit (warned "
                + "from 60 % on).",
            PortfolioRules.View("main", _book.Book, _book.Setting.Configuration, _book.Now).Book!.Warnings[0], StringComparison.Ordinal);
        Mark(Coin, 75);
        Assert.Equal(
            ["DAILY_LOSS BTC/USDT Critical", "DAILY_LOSS class crypto Warning", "DAILY_LOSS strategy trend Critical"], Near().Order());
        Mark(Coin, 70);
        Assert.Equal([(HaltScope.Asset, Coin), (HaltScope.Strategy, "trend")], Halts());
        Assert.Equal(["DAILY_LOSS class crypto Warning"], Near());
    }

    [Fact]
    public void View_WhatIsUsedOfEachScopesHalts_SaysHowFarEachIsAwayTheNearestFirst()
    {
        Assert.Empty(Distances());
        Fill(Coin, 10, 100, "trend");
        Fill(Other, 10, 100, null);
        Assert.Empty(Distances()); // nothing is used of anything
        Mark(Coin, 85);

        Assert.Equal(
            [
                "DAILY_LOSS asset BTC/USDT 150 of 300 USD", "DAILY_LOSS strategy trend 150 of 300 USD",
                "DAILY_LOSS class crypto 150 of 400 USD", "DRAWDOWN asset BTC/USDT 150 of 1000 USD",
                "DRAWDOWN strategy trend 150 of 1000 USD", "DRAWDOWN class crypto 150 of 1500 USD",
            ],
            Distances().Where(one => !one.StartsWith("STALE", StringComparison.Ordinal)));
        Mark(Coin, 70);
        Assert.DoesNotContain("DAILY_LOSS asset BTC/USDT 300 of 300 USD", Distances()); // it is halted by it
        Assert.Contains("DAILY_LOSS class crypto 300 of 400 USD", Distances());
    }

    [Fact]
    public void View_RejectionsAndOldMarks_SaysHowManyMoreHalt()
    {
        Reject(3, "trend");
        Assert.Equal(
            [
                "BROKER_REJECTIONS asset BTC/USDT 3 of 5 orders", "BROKER_REJECTIONS strategy trend 3 of 10 orders",
                "BROKER_REJECTIONS class crypto 3 of 20 orders",
            ],
            Distances());
        _book.Now += TimeSpan.FromHours(2);
        Assert.Empty(Distances()); // they count for an hour

        Fill(Coin, 1, 100, null);
        _book.Now += TimeSpan.FromHours(12);
        Assert.Equal("STALE_MARK asset BTC/USDT 720 of 2880 minutes", Assert.Single(Distances()));
    }

    private IEnumerable<string> Distances() =>
        PortfolioRules.View("main", _book.Book, _book.Setting.Configuration, _book.Now).Book!.ScopeDistances.Select(use => string.Create(
            CultureInfo.InvariantCulture, $"{use.Code} {use.Scope} {use.Used:0.##} of {use.Limit:0.##} {use.Unit}"));

    [Fact]
    public void Standing_AScopeFarBelowItsBest_IsToldOnTheDaysAfterToo()
    {
        Fill(Coin, 10, 100, "trend");
        foreach (var price in new decimal[] { 75, 55, 35 })
        {
            NextDay();
            Mark(Coin, price);
        }

        Fill(Coin, -10, 35, "trend");
        NextDay();
        NextDay();

        Assert.Equal(["DRAWDOWN BTC/USDT Warning", "DRAWDOWN strategy trend Warning"], Near());
    }

    /// <summary>What-if names each halt at the part of the move at which a mark would latch it, and none that stands.</summary>
    [Fact]
    public void WhatIf_AFallOfOneAsset_NamesTheScopesThatAMarkWouldHalt()
    {
        Fill(Coin, 10, 100, "trend");
        Fill(Other, 10, 100, "carry");

        // 300 of 10,000 halt an asset or a strategy, 400 the class: 0.6 and 0.8 of a fall from 100 to 50.
        Assert.Equal(["asset BTC/USDT 0.6 300", "class crypto 0.8 400", "strategy trend 0.6 300"], Trips());
        Mark(Coin, 70);
        Assert.Equal([(HaltScope.Asset, Coin), (HaltScope.Strategy, "trend")], Halts());
        Assert.Equal(["class crypto 0.29 400"], Trips()); // 100 more, of the 350 that a fall from 70 loses

        IEnumerable<string> Trips() => ScopeTrips.Of(_book.Book, Limits, Asked(), [new PriceShock(Coin, -0.5m)])
            .Select(trip => string.Create(
                CultureInfo.InvariantCulture, $"{trip.Use.Scope} {trip.AtPart:0.##} {trip.Use.Limit:0}")).Order(StringComparer.Ordinal);

        static ReviewInput Asked() => new(
            "main", PreTradeCases.Book(0), [], PreTradeCases.Classes, PreTradeCases.Model(), ShippedConfiguration.Value.Risk, []);
    }

    [Fact]
    public void Correct_TheMarkThatLatched_SaysSoAndTakesTheLossBack()
    {
        Fill(Coin, 10, 100, null);
        var from = _book.Now;
        Mark(Coin, 60);
        _book.Correct(new MarkCorrection("c1", Coin, from, _book.Now.AddSeconds(1), null, "Ada", "a wrong print"));

        Assert.All(_book.Book.LossHalts, halt => Assert.Contains("it would not have latched", halt.Halt.Cause, StringComparison.Ordinal));
        NextDay();
        Assert.DoesNotContain(_book.Book.Scopes.Values, record => record.Earned != 0);
    }

    [Fact]
    public void Report_TheBrokerRejectsAgainAndAgain_HaltsTheAssetUntilItIsResetAndCountsAnew()
    {
        Reject(4, "trend");
        Assert.Empty(Halts());
        Reject(1, "trend");

        Assert.Equal([(HaltScope.Asset, Coin)], Halts());
        Assert.Equal(
            "The broker rejected 5 orders of BTC/USDT within 60 minutes, and 5 halt it; the last is 'r5': no margin.",
            _book.Book.LossHalts.Single().Halt.Cause);
        Reset(HaltScope.Asset);
        Reject(4, "trend");
        Assert.Empty(Halts());
        Reject(1, "trend");
        Assert.Equal([(HaltScope.Asset, Coin), (HaltScope.Strategy, "trend")], Halts());
    }

    [Fact]
    public void Report_RejectionsAmongManyOtherOrders_AreCountedAllTheSame()
    {
        for (var rejected = 0; rejected < 5; rejected++)
        {
            Assert.Empty(Halts());
            for (var other = 0; other < 20; other++)
            {
                var id = $"o{++_next}";
                _book.Now += TimeSpan.FromSeconds(3);
                var order = new OrderRequest(id, Coin, OrderSide.Buy, 0.1m, null, null, null, null, null, ReduceOnly: false);
                Assert.Equal(DecisionOutcome.Approved, _book.Decide(order).Outcome);
                _book.Report(new OrderReport(id, OrderState.Cancelled, _book.Now, null, null, "changed my mind"));
            }

            Reject(1, "trend");
        }

        Assert.Equal([(HaltScope.Asset, Coin)], Halts());
    }

    [Fact]
    public void Report_RejectionsLongApart_HaltNothing()
    {
        for (var order = 0; order < 12; order++)
        {
            Reject(1, null);
            _book.Now += TimeSpan.FromMinutes(16);
        }

        Assert.Empty(Halts());
    }

    [Fact]
    public void LookAtMarks_ThatNobodyRenewed_MakesTheAssetReduceOnlyUntilSomebodyLooks()
    {
        Fill(Coin, 1, 100, null);
        _book.Now += TimeSpan.FromHours(47);
        _book.LookAtMarks();
        Assert.Empty(Halts()); // no source quotes it: a day is the pause that it is given, and twice that the most
        _book.Now += TimeSpan.FromHours(74);
        _book.LookAtMarks();
        _book.LookAtMarks();

        Assert.Equal(
            [(HaltScope.Asset, TradingMode.ReduceOnly)], _book.Book.LossHalts.Select(halt => (halt.Halt.Scope, halt.Halt.Mode)));
        Reset(HaltScope.Asset);
        _book.LookAtMarks();
        Assert.Empty(Halts());
    }

    [Fact]
    public void Halts_OfAConfigurationWithoutAny_LatchForTheWholePortfolioOnly()
    {
        var book = new JournaledBook();
        book.Move(new CashFlow("deposit", 10_000, "Ada", "start"));
        book.Take(new Fill("f", null, Coin, OrderSide.Buy, 10, 100, 0, null, null, book.Now, "trend"));
        book.Mark(new PriceMark(Coin, 60, null, book.Now.AddSeconds(1), "test"));

        Assert.Empty(book.Book.LossHalts);
    }

    private static JournaledBook Make()
    {
        var book = new JournaledBook(
            setting: new BookContext(IsShadow: false, TestConfiguration.Build() with
            {
                Halts = Limits, Risk = TestConfiguration.Risk with { DailyLossLimit = 0.5m }, // the whole portfolio is not looked at here
            }));
        book.Move(new CashFlow("deposit", 10_000, "Ada", "start"));
        return book;
    }

    private IEnumerable<string> Near() => BookNoticeRules.Standing("main", _book.Book, _book.Setting.Configuration)
        .Where(fact => fact.Kind == NoticeKinds.Limit)
        .Select(fact => $"{fact.Subject["portfolio/main ".Length..]} {fact.Severity}");

    private IEnumerable<(HaltScope, string)> Halts() => _book.Book.LossHalts.Select(halt => (halt.Halt.Scope, halt.Halt.ScopeId));

    private void Reset(HaltScope scope) =>
        _book.Reset(_book.Book.LossHalts.Single(halt => halt.Halt.Scope == scope).Halt.HaltId);

    private void NextDay()
    {
        _book.Now += TimeSpan.FromDays(1);
        _book.Begin();
    }

    private BookFigures Figures() => BookFigures.Of(_book.Book, _book.Setting.Configuration, _book.Now);

    private void Mark(string asset, decimal price)
    {
        _book.Now += TimeSpan.FromSeconds(1);
        _book.Mark(new PriceMark(asset, price, null, _book.Now, "test"));
        AssertFolds();
    }

    private void Fill(string asset, decimal quantity, decimal price, string? strategy)
    {
        _book.Take(new Fill(
            $"f{++_next}", null, asset, quantity > 0 ? OrderSide.Buy : OrderSide.Sell, Math.Abs(quantity), price, 0, null, null,
            _book.Now, strategy));
        foreach (var halt in _book.Book.Halts) // nobody approved it: not what is looked at here
        {
            _book.Reset(halt.Halt.HaltId);
        }
    }

    private OrderDecision Decide(string strategy, OrderSide side = OrderSide.Buy, decimal quantity = 1) => _book.Decide(
        new OrderRequest($"o{++_next}", Coin, side, quantity, null, null, null, null, strategy, ReduceOnly: false));

    private void Reject(int count, string? strategy)
    {
        for (var number = 0; number < count; number++)
        {
            var id = $"r{++_next}";
            _book.Now += TimeSpan.FromSeconds(1);
            var order = new OrderRequest(id, Coin, OrderSide.Buy, 0.1m, null, null, null, null, strategy, ReduceOnly: false);
            Assert.Equal(DecisionOutcome.Approved, _book.Decide(order).Outcome);
            _book.Report(new OrderReport(id, OrderState.Rejected, _book.Now, null, null, "no margin"));
        }

        AssertFolds();
    }

    private void AssertFolds() => Assert.Equal(JournaledBook.TextOf(_book.Book), JournaledBook.TextOf(_book.Folded()));
}
