using System.Collections.Immutable;
using OrleansAssets.Domain.PreTrade;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Domain;

/// <summary>What holds for every portfolio and order; on 10,000 random ones each.</summary>
public sealed class VettingLawTests
{
    private const int Cases = 10_000;

    [Fact]
    public void Decide_ApprovedOrder_NeverBreaksALimit()
    {
        var random = new RandomVetting(1);
        var (permitted, reduced) = (0, 0);
        for (var index = 0; index < Cases; index++)
        {
            var input = random.Next();
            var decision = VettingRules.Decide(input, "hash");
            if (decision.Outcome == DecisionOutcome.Rejected || BookAudit.IsExit(input))
            {
                continue;
            }

            permitted++;
            reduced += decision.Outcome == DecisionOutcome.Reduced ? 1 : 0;
            Assert.Empty(BookAudit.Breaches(input, decision.Quantity));
        }

        // The law says nothing where nothing is permitted.
        Assert.True(permitted > Cases / 10 && reduced > Cases / 50, $"{permitted} permitted, {reduced} reduced");
    }

    [Fact]
    public void Decide_LargestQuantity_PassesAndTheNextStepDoesNot()
    {
        var random = new RandomVetting(2);
        for (var index = 0; index < Cases; index++)
        {
            var input = random.Next();
            var largest = VettingRules.Decide(input, "hash").LargestQuantity;
            var step = Units.StepOf(ShippedConfiguration.Asset(input.Order.AssetId).Risk.QuantityPrecision);

            Assert.NotEqual(DecisionOutcome.Approved, OutcomeOf(input, largest + step));
            if (largest > 0)
            {
                Assert.Equal(DecisionOutcome.Approved, OutcomeOf(input, largest));
            }
        }
    }

    [Fact]
    public void Decide_MoreRisk_NeverPermitsMore()
    {
        var random = new RandomVetting(3);
        for (var index = 0; index < Cases; index++)
        {
            var input = random.Next();
            var (before, after) = (VettingRules.Decide(input, "hash"), VettingRules.Decide(random.Riskier(input), "hash"));

            Assert.True(after.LargestQuantity <= before.LargestQuantity && after.Quantity <= before.Quantity, after.ToString());
        }
    }

    [Fact]
    public void Decide_SameContentInAnotherOrder_IsTheSameToTheByte()
    {
        var random = new RandomVetting(4);
        for (var index = 0; index < Cases; index++)
        {
            var input = random.Next();
            var (one, other) = (VettingRules.Decide(input, "hash"), VettingRules.Decide(random.Shuffled(input), "hash"));

            Assert.Equal(VettingInputJson.Bytes(one), VettingInputJson.Bytes(other));
        }
    }

    [Fact]
    public void Ask_RulesInAnyOrder_SayTheSame()
    {
        var random = new RandomVetting(5);
        for (var index = 0; index < Cases / 10; index++)
        {
            var context = new VettingContext(random.Next());
            var forwards = VettingRuleSet.All.Select(rule => rule.Ask(context)).ToImmutableArray();
            var backwards = VettingRuleSet.All.Reverse().Select(rule => rule.Ask(context)).Reverse();

            Assert.Equal(forwards, backwards);
        }
    }

    [Fact]
    public void Decide_StoredInput_ReplaysToTheSameBytes()
    {
        var random = new RandomVetting(6);
        for (var index = 0; index < Cases; index++)
        {
            var input = random.Next();
            var stored = VettingInputJson.Bytes(input);
            var replayed = VettingInputJson.ReadInput(stored);

            Assert.Equal(stored, VettingInputJson.Bytes(replayed));
            Assert.Equal(VettingInputJson.Bytes(VettingRules.Decide(input)), VettingInputJson.Bytes(VettingRules.Decide(replayed)));
        }
    }

    [Fact]
    public void Decide_Exit_AlwaysPassesAndIsNeverSizedUp()
    {
        var random = new RandomVetting(7);
        var exits = 0;
        for (var index = 0; index < Cases; index++)
        {
            if (random.Exit(random.Next()) is not { } input)
            {
                continue;
            }

            exits++;
            var held = Math.Abs(input.Book.Positions.Single(position => position.AssetId == input.Order.AssetId).SignedQuantity);
            var decision = VettingRules.Decide(input, "hash");

            Assert.NotEqual(DecisionOutcome.Rejected, decision.Outcome);
            Assert.Equal(Math.Min(held, input.Order.Quantity!.Value), decision.Quantity); // exits are made with a quantity
        }

        Assert.True(exits > Cases / 2);
    }

    private static DecisionOutcome OutcomeOf(VettingInput input, decimal quantity) =>
        VettingRules.Decide(input with { Order = input.Order with { Quantity = quantity, Notional = null } }, "hash").Outcome;
}
