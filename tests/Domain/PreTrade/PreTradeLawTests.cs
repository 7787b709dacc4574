using System.Collections.Immutable;
using OrleansAssets.Domain.Assets;
using OrleansAssets.Domain.PreTrade;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Domain;

/// <summary>What holds for every portfolio and order; on 10,000 random ones each.</summary>
public sealed class PreTradeLawTests
{
    private const int Cases = 10_000;

    [Fact]
    public void Decide_ApprovedOrder_NeverBreaksALimit()
    {
        var random = new RandomPreTradeCases(1);
        var (permitted, reduced) = (0, 0);
        for (var index = 0; index < Cases; index++)
        {
            var input = random.Next();
            var decision = PreTradeRules.Decide(input, "hash");
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
        var random = new RandomPreTradeCases(2);
        for (var index = 0; index < Cases; index++)
        {
            var input = random.Next();
            var largest = PreTradeRules.Decide(input, "hash").LargestQuantity;
            var step = Amounts.StepOf(ShippedConfiguration.Asset(input.Order.AssetId).Risk.QuantityPrecision);

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
        var random = new RandomPreTradeCases(3);
        for (var index = 0; index < Cases; index++)
        {
            var input = random.Next();
            var (before, after) = (PreTradeRules.Decide(input, "hash"), PreTradeRules.Decide(random.Riskier(input), "hash"));

            Assert.True(after.LargestQuantity <= before.LargestQuantity && after.Quantity <= before.Quantity, after.ToString());
        }
    }

    [Fact]
    public void Decide_SameContentInAnotherOrder_IsTheSameToTheByte()
    {
        var random = new RandomPreTradeCases(4);
        for (var index = 0; index < Cases; index++)
        {
            var input = random.Next();
            var (one, other) = (PreTradeRules.Decide(input, "hash"), PreTradeRules.Decide(random.Shuffled(input), "hash"));

            Assert.Equal(PreTradeJson.Bytes(one), PreTradeJson.Bytes(other));
        }
    }

    [Fact]
    public void Ask_RulesInAnyOrder_SayTheSame()
    {
        var random = new RandomPreTradeCases(5);
        for (var index = 0; index < Cases / 10; index++)
        {
            var context = new PreTradeContext(random.Next());
            var forwards = PreTradeChecks.All.Select(check => check.Ask(context)).ToImmutableArray();
            var backwards = PreTradeChecks.All.Reverse().Select(check => check.Ask(context)).Reverse();

            Assert.Equal(forwards, backwards);
        }
    }

    [Fact]
    public void Decide_StoredInput_ReplaysToTheSameBytes()
    {
        var random = new RandomPreTradeCases(6);
        for (var index = 0; index < Cases; index++)
        {
            var input = random.Next();
            var stored = PreTradeJson.Bytes(input);
            var replayed = PreTradeJson.ReadInput(stored);

            Assert.Equal(stored, PreTradeJson.Bytes(replayed));
            Assert.Equal(PreTradeJson.Bytes(PreTradeRules.Decide(input)), PreTradeJson.Bytes(PreTradeRules.Decide(replayed)));
        }
    }

    [Fact]
    public void Decide_Exit_AlwaysPassesAndIsNeverSizedUp()
    {
        var random = new RandomPreTradeCases(7);
        var exits = 0;
        for (var index = 0; index < Cases; index++)
        {
            if (random.Exit(random.Next()) is not { } input)
            {
                continue;
            }

            exits++;
            var held = Math.Abs(input.Book.Positions.Single(position => position.AssetId == input.Order.AssetId).SignedQuantity);
            var decision = PreTradeRules.Decide(input, "hash");

            Assert.NotEqual(DecisionOutcome.Rejected, decision.Outcome);
            Assert.Equal(Math.Min(held, input.Order.Quantity!.Value), decision.Quantity); // exits are made with a quantity
        }

        Assert.True(exits > Cases / 2);
    }

    private static DecisionOutcome OutcomeOf(PreTradeInput input, decimal quantity) =>
        PreTradeRules.Decide(input with { Order = input.Order with { Quantity = quantity, Notional = null } }, "hash").Outcome;
}
