using OrleansAssets.Assets;
using OrleansAssets.Domain.PreTrade;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;
using static OrleansAssets.Tests.Support.PreTradeCases;

namespace OrleansAssets.Tests.Domain;

/// <summary>How often a portfolio may ask: approvals and rejections are counted, and exits pass whatever the count.</summary>
public sealed class PreTradeRateTests
{
    private static readonly AssetDefinition Bitcoin = ShippedConfiguration.Asset("BTC/USDT");

    [Theory]
    [InlineData(59, 4_999, null, false)]
    [InlineData(60, 4_999, RuleCodes.RejectionRateMinute, false)]
    [InlineData(59, 5_000, RuleCodes.RejectionRateDay, false)]
    [InlineData(60, 5_000, null, true)]
    public void Decide_AfterSoManyRejections_RefusesAllButExits(int lastMinute, int today, string? expected, bool isExit)
    {
        var decision = Decide(isExit, book => book with { RejectionsLastMinute = lastMinute, RejectionsToday = today });

        Assert.Equal(expected is null ? DecisionOutcome.Approved : DecisionOutcome.Rejected, decision.Outcome);
        if (expected is not null)
        {
            Assert.Equal(expected, decision.BindingRule);
            Assert.StartsWith("stop what sends them (`assets why` tells what refuses them), and wait until", decision.Remedy,
                StringComparison.Ordinal);
            Assert.Equal(
                expected == RuleCodes.RejectionRateMinute ? Now.AddMinutes(1) : new DateTimeOffset(2026, 11, 25, 0, 0, 0, TimeSpan.Zero),
                decision.RetryAt);
        }
    }

    [Theory]
    [InlineData(29, 999, null, false)]
    [InlineData(30, 999, RuleCodes.OrderRateMinute, false)]
    [InlineData(29, 1_000, RuleCodes.OrderRateDay, false)]
    [InlineData(30, 1_000, null, true)]
    public void Decide_AfterSoManyApprovals_RefusesAllButExits(int lastMinute, int today, string? expected, bool isExit)
    {
        var decision = Decide(isExit, book => book with { OrdersLastMinute = lastMinute, OrdersToday = today });

        Assert.Equal(expected is null ? DecisionOutcome.Approved : DecisionOutcome.Rejected, decision.Outcome);
        Assert.Equal(expected ?? decision.BindingRule, decision.BindingRule);
    }

    [Fact]
    public void Decide_ByTheRulesOfBefore_AsksNoRateOfRejections()
    {
        var input = Input(Bitcoin, Buy(Bitcoin, 0.001m), 60_000m);

        var decision = PreTradeRules.Decide(input with { RuleSet = 2, Book = input.Book with { RejectionsLastMinute = 1_000_000 } });

        Assert.DoesNotContain(decision.Rules, rule => rule.Code == RuleCodes.RejectionRateMinute);
        Assert.Equal(DecisionOutcome.Approved, decision.Outcome);
    }

    private static OrderDecision Decide(bool isExit, Func<PreTradeBook, PreTradeBook> counted)
    {
        var input = Input(Bitcoin, isExit ? Sell(Bitcoin, 0.001m) : Buy(Bitcoin, 0.001m), 60_000m);
        var book = isExit ? Book(9_400m, Position(Bitcoin, 0.01m, 60_000m)) : input.Book;
        return PreTradeRules.Decide(input with { Limits = ShippedConfiguration.Value.Risk, Book = counted(book) });
    }
}
