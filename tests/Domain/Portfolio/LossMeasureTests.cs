using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Domain.Portfolio.Review;
using OrleansAssets.Domain.PreTrade;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;
using static OrleansAssets.Tests.Support.PreTradeCases;

namespace OrleansAssets.Tests.Domain;

/// <summary>What halts trading, what refuses an order and what a review shows are one loss: where one says 'reached', all do.</summary>
public sealed class LossMeasureTests
{
    [Theory]
    [InlineData("1000", "750", true)] // 25 %: the limit itself
    [InlineData("1000", "750.000004", false)] // 24.9999996 %, which eight decimals round up to the limit
    [InlineData("1000.03", "750.03", false)] // 250.00 of the 250.0075 that may be lost, which whole cents round down to 250.00
    [InlineData("1000.03", "750.0225", true)]
    [InlineData("0.03", "0.0225", true)] // less than a cent
    [InlineData("1000", "1100", false)]
    public void Loss_AtItsLimit_IsReachedForTheHaltTheOrderAndTheReviewAlike(string reference, string equity, bool reached)
    {
        var (peak, now) = (Amount(reference), Amount(equity));
        var limits = TestConfiguration.Risk with { DailyLossLimit = 0.25m };
        var book = new PortfolioBook { Cash = now, PeakEquity = peak, DayAnchor = peak };
        var facts = Book(now) with { PeakEquity = peak, DayAnchorEquity = peak };
        var decision = PreTradeRules.Decide(
            Input(TestConfiguration.Bitcoin, Buy(TestConfiguration.Bitcoin, notional: 10), 100) with { Book = facts, Limits = limits },
            "hash");
        var review = ReviewRules.Review(new ReviewInput("main", facts, [], Classes, Model(), limits, []));

        foreach (var (cause, code) in new[] { (HaltCause.EmergencyStop, RuleCodes.Drawdown), (HaltCause.DailyLoss, RuleCodes.DailyLoss) })
        {
            Assert.Equal(
                (reached, reached, reached),
                (HaltRules.Due(book, limits, "main").Any(halt => halt.Cause == cause),
                    Rule(decision, code).Verdict == RuleVerdict.Failed,
                    Assert.Single(review.Uses, use => use.Code == code).Breached));
        }
    }

    private static decimal Amount(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
