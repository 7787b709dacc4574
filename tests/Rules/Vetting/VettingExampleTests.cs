using OrleansAssets.Grains.Portfolio.Vetting;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Fakes;
using static OrleansAssets.Tests.Fakes.Vetting;

namespace OrleansAssets.Tests.Rules.Vetting;

/// <summary>The worked examples of the product's description.</summary>
public sealed class VettingExampleTests
{
    [Fact]
    public void Decide_NvidiaForAllOfTenThousand_IsReducedTo800()
    {
        var decision = VettingRules.Decide(Input(TestConfiguration.Nvidia, Buy(TestConfiguration.Nvidia, notional: 10_000m), 100m));

        Assert.Equal((DecisionOutcome.Reduced, 8m, 800m), (decision.Outcome, decision.Quantity, decision.Notional));
        Assert.Equal(RuleCodes.ClassRiskMultiplier, decision.BindingRule);
        Assert.Equal(decision.BindingRule, decision.Rules[0].Code);
        Assert.StartsWith("10 % of 10,000 x 0.8 is 800;", decision.Rules[0].Explanation, StringComparison.Ordinal);
        Assert.Equal((92m, 120m), (decision.StopPrice, decision.TargetPrice));
        Assert.Equal("order at most 8 units", decision.Remedy);
    }
}
