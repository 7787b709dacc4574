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
        var (permitted, reduced) = (0, 0);
        Hold((input, _) =>
        {
            var decision = PreTradeRules.Decide(input, "hash");
            if (decision.Outcome == DecisionOutcome.Rejected || BookAudit.IsExit(input))
            {
                return;
            }

            permitted++;
            reduced += decision.Outcome == DecisionOutcome.Reduced ? 1 : 0;
            Assert.Empty(BookAudit.Breaches(input, decision.Quantity));
        });

        // The law says nothing where nothing is permitted.
        Assert.True(permitted > Laws.Held(Cases) / 10 && reduced > Laws.Held(Cases) / 50, $"{permitted} permitted, {reduced} reduced");
    }

    [Fact]
    public void Decide_LargestQuantity_PassesAndTheNextStepDoesNot() => Hold((input, _) =>
    {
        var largest = PreTradeRules.Decide(input, "hash").LargestQuantity;
        var step = ShippedConfiguration.Asset(input.Order.AssetId).Risk.OrderTerms.QuantityStep;

        Assert.NotEqual(DecisionOutcome.Approved, OutcomeOf(input, largest + step));
        if (largest > 0)
        {
            Assert.Equal(DecisionOutcome.Approved, OutcomeOf(input, largest));
        }
    });

    [Fact]
    public void Decide_MoreRisk_NeverPermitsMore() => Hold((input, random) =>
    {
        var (before, after) = (PreTradeRules.Decide(input, "hash"), PreTradeRules.Decide(random.Riskier(input), "hash"));

        Assert.True(after.LargestQuantity <= before.LargestQuantity && after.Quantity <= before.Quantity, after.ToString());
    });

    [Fact]
    public void Decide_SameContentInAnotherOrder_IsTheSameToTheByte() => Hold((input, random) =>
    {
        var (one, other) = (PreTradeRules.Decide(input, "hash"), PreTradeRules.Decide(random.Shuffled(input), "hash"));

        Assert.Equal(PreTradeJson.Bytes(one), PreTradeJson.Bytes(other));
    });

    [Fact]
    public void Ask_RulesInAnyOrder_SayTheSame() => Hold((input, _) =>
    {
        var context = new PreTradeContext(input);
        var forwards = PreTradeChecks.All.Select(check => check.Ask(context)).ToImmutableArray();
        var backwards = PreTradeChecks.All.Reverse().Select(check => check.Ask(context)).Reverse();

        Assert.Equal(forwards, backwards);
    });

    [Fact]
    public void Decide_StoredInput_ReplaysToTheSameBytes() => Hold((input, _) =>
    {
        var stored = PreTradeJson.Bytes(input);
        var replayed = PreTradeJson.ReadInput(stored);

        Assert.Equal(stored, PreTradeJson.Bytes(replayed));
        Assert.Equal(PreTradeJson.Bytes(PreTradeRules.Decide(input)), PreTradeJson.Bytes(PreTradeRules.Decide(replayed)));
    });

    [Fact]
    public void Decide_Exit_AlwaysPassesAndIsNeverSizedUp()
    {
        var exits = 0;
        Hold((book, random) =>
        {
            if (random.Exit(book) is not { } input)
            {
                return;
            }

            exits++;
            var held = Math.Abs(input.Book.Positions.Single(position => position.AssetId == input.Order.AssetId).SignedQuantity);
            var decision = PreTradeRules.Decide(input, "hash");

            Assert.NotEqual(DecisionOutcome.Rejected, decision.Outcome);
            Assert.Equal(Math.Min(held, input.Order.Quantity!.Value), decision.Quantity); // exits are made with a quantity
        });

        Assert.True(exits > Laws.Held(Cases) / 2);
    }

    private static void Hold(Action<PreTradeInput, RandomPreTradeCases> law) => Laws.Hold(Cases, choices =>
    {
        var random = new RandomPreTradeCases(choices);
        var input = random.Next();
        choices.Tell(RandomPreTradeCases.Tell(input));
        law(input, random);
    });

    private static DecisionOutcome OutcomeOf(PreTradeInput input, decimal quantity) =>
        PreTradeRules.Decide(input with { Order = input.Order with { Quantity = quantity, Notional = null } }, "hash").Outcome;
}
