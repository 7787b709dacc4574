using OrleansAssets.Audit;
using OrleansAssets.Cli.Orders;
using OrleansAssets.Cli.Portfolio;
using OrleansAssets.Cli.Risk;
using OrleansAssets.Domain.Portfolio.Orders;
using OrleansAssets.Domain.PreTrade;
using OrleansAssets.Portfolio;
using OrleansAssets.RiskModel;
using OrleansAssets.Tests.Support;
using Spectre.Console.Rendering;

namespace OrleansAssets.Tests.Console;

/// <summary>Pages with many figures tell those that matter, with as many digits as people read and the sign that they have.</summary>
public sealed class FigurePagesTests
{
    private const int Columns = 100;

    private static readonly DateTimeOffset Noon = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(400, DecisionOutcome.Approved)]
    [InlineData(1_000_000, DecisionOutcome.Reduced)]
    public void Decision_ApprovedInFull_NamesNoRuleThatCutIt(double notional, DecisionOutcome outcome)
    {
        var asset = ShippedConfiguration.Asset("BTC/USDT");
        var decision = PreTradeRules.Decide(
            PreTradeCases.Input(asset, PreTradeCases.Buy(asset, notional: (decimal)notional), 78_000m), "hash");

        var page = string.Join('\n', PipedPage.Render(Columns, [.. ExplainPage.Show(decision)]));

        Assert.Equal(outcome, decision.Outcome);
        Assert.NotEmpty(decision.BindingRule); // the nearest one, where it passed
        Assert.Equal(outcome != DecisionOutcome.Approved, page.Contains("Cut by", StringComparison.Ordinal));
        Assert.DoesNotContain("ound by", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "Reserved d-1 until 2026-11-27 12:00:00Z")]
    [InlineData(OrderState.Working, "Reserved d-1, until the order ends ('assets order show o-1' tells when)")]
    [InlineData(OrderState.Filled, "Reserved nothing any more: d-1 has ended")]
    public void Decision_AskedForAgain_ReservesAsLongAsTheOrderStands(OrderState? state, string told)
    {
        var asset = ShippedConfiguration.Asset("BTC/USDT");
        var decided = PreTradeRules.Decide(PreTradeCases.Input(asset, PreTradeCases.Buy(asset, notional: 400m), 78_000m), "hash");
        var again = decided with
        {
            Order = decided.Order with { ClientOrderId = "o-1" }, ReservationId = "d-1", ReservedUntil = Noon,
            Standing = state is { } known ? new OrderStanding(known, 0, Noon, false, null, "as it stands") : null,
        };

        Assert.Contains(told, Flat(ExplainPage.Show(again)));
    }

    [Fact]
    public void Order_ThatTheRulesRejected_IsShownAsItWasAskedFor()
    {
        var asset = ShippedConfiguration.Asset("BTC/USDT");
        var input = PreTradeCases.Input(asset, PreTradeCases.Buy(asset, notional: 0.5m), 78_000m);
        var decision = PreTradeRules.Decide(input, "hash");

        var order = OrderStandings.OfDecision(decision, "crypto");

        Assert.Equal((OrderState.Rejected, TimeInForce.Day), (order.State, order.TimeInForce));
        Assert.Contains("What Buy 0.50 USD of BTC/USDT at the market", Flat(OrderPages.Order(order, decision.Order)));
    }

    [Fact]
    public void Orders_WhereNoneIsApproved_SaysWhereRejectedOnesAre() =>
        Assert.Equal(["No approved order; 'assets order show ID' has rejected ones."], Flat(OrderPages.Orders([])));

    [Theory]
    [InlineData(0, "Held now nothing")]
    [InlineData(-3, "Held now -3 units at 101.50")]
    public void Fill_ThatClosesAll_LeavesNothingAtNoPrice(int quantity, string told)
    {
        var answer = new FillAnswer("f1", 3, 1, "dollars", quantity, quantity == 0 ? 0 : 101.5m, 4.5m, 0.1m, Repeated: false);

        Assert.Contains(told, Flat(OrderPages.Fill(answer)));
    }

    [Fact]
    public void RiskModel_OfManyAssets_TellsTheStrongestPairsAndCountsTheRest()
    {
        string[] assets = [.. Enumerable.Range(1, 22).Select(number => $"A{number:00}")];
        var pairs = from one in assets
                    from other in assets
                    where string.CompareOrdinal(one, other) < 0
                    select new CorrelationPair(one, other, (one, other) == ("A07", "A19") ? -0.98 : 0.01, 60);
        var model = new RiskModelView(new DateOnly(2026, 11, 26), Noon, 60, 30, 0.1, [.. pairs], []);

        var lines = PipedPage.Render(Columns, [.. RiskPages.Model(model, [])]);

        Assert.Equal(15, lines.Count(line => line.Contains(" with ", StringComparison.Ordinal)));
        Assert.Contains("A07 with A19", lines.First(line => line.Contains(" with ", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains(lines, line => line.Contains("15 strongest of 231 pairs", StringComparison.Ordinal));
        Assert.True(lines.Length < 30, $"{lines.Length} lines");
    }

    [Fact]
    public void RiskModel_OfAnAssetWithoutCandles_NamesItAndGivesVolatilityItsUnit()
    {
        var measured = new MarketRegime("NVDA", "alpaca", new DateOnly(2026, 11, 26), 60, 30, 0.4, 0.0752, MarketKind.Unknown);
        var model = new RiskModelView(new DateOnly(2026, 11, 26), Noon, 60, 30, 0.1, [], [measured]);

        var lines = PipedPage.Render(Columns, [.. RiskPages.Model(model, ["NVDA", "USD/BRL"])]);

        Assert.Contains(lines, line => line.Contains("7.52 %", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("Not measured", StringComparison.Ordinal)
            && line.Contains("USD/BRL", StringComparison.Ordinal) && !line.Contains("NVDA", StringComparison.Ordinal));
    }

    [Fact]
    public void Validate_LimitsOfWhichNothingIsUsed_AreOnlyCounted()
    {
        LimitUse[] uses =
        [
            new(RuleCodes.Drawdown, "portfolio main", "USD", 2_500, 0, 2_600.12345m, -100.12345m, Breached: true),
            new(RuleCodes.DailyLoss, "portfolio main", "USD", 500, 0, 0, 500, Breached: false),
            new(RuleCodes.AssetMaxPosition, "asset NVDA", "USD", 1_000, 12.5m, 412.5m, 587.5m, Breached: false),
            .. Enumerable.Range(1, 18).Select(number =>
                new LimitUse(RuleCodes.AssetMaxPosition, $"asset A{number}", "USD", 1_000, 0, 0, 1_000, Breached: false)),
        ];
        var review = new PortfolioReview("main", "USD", 9_998.44168m, 10_000, 10_000, [.. uses], [], null, []);

        var lines = PipedPage.Render(Columns, [.. PortfolioPages.Review(review)]);

        Assert.Contains(lines, line => line.Contains("19 more limits have nothing against them", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains("asset A1", StringComparison.Ordinal));
        Assert.Matches(@"2,600\.12 .* -100\.12", string.Join('\n', lines));
        Assert.DoesNotContain(lines, line => line.Contains("9,998.441", StringComparison.Ordinal));
    }

    [Fact]
    public void Portfolio_HeldShort_IsWorthLessThanNothingAndEndlessDecimalsAreCut()
    {
        PositionView[] held =
        [
            new(
                "NVDA", "stocks", -5.25m, 1_844.123456789m, 1_850.005m, Noon, 1, "stated", -9_712.52625m, 9_712.52625m, -30.87185m, 1_900m,
                Noon, Margined: false),
            new(
                "BTC/USDT", "crypto", 0.011463m, 78_533.712345678m, 78_597.591623m, Noon, 1, "USDT/USD", 900.964m, 900.964m, 0.73m, null,
                Noon, Margined: false),
        ];
        var book = new BookView(
            IsShadow: false, 17_722.55586318m, 10_000, 0, -30.14185m, 0.6312345m, 10_000, TradingMode.Normal, 1, [], [.. held], [], [],
            null, AuditPosition.Start, null, 1.0625m, 0, [], []);
        var view = new PortfolioView("main", "USD", 17_722.55586318m, null, 17_722.55586318m, -0.0001, 0, 0, [], book);

        var page = string.Join('\n', PipedPage.Render(Columns, [.. PortfolioPages.Show(Noon)(view)]));

        Assert.Contains("17,722.56 USD", page, StringComparison.Ordinal);
        Assert.Contains("-9,712.53", page, StringComparison.Ordinal);
        Assert.Contains("900.96", page, StringComparison.Ordinal);
        Assert.Contains("dividends, interest and rebates 1.06", string.Join(' ', page.Split((char[]?)null,
            StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.DoesNotMatch(@"\d\.\d{9,}", page);
        Assert.DoesNotContain("55586", page, StringComparison.Ordinal);
    }

    /// <summary>Lines of a page without the room between names and values.</summary>
    private static IEnumerable<string> Flat(IEnumerable<IRenderable> page) => PipedPage.Render(Columns, [.. page])
        .Select(line => string.Join(' ', line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
}
