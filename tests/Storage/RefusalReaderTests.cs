using System.Collections.Immutable;
using OrleansAssets.Domain.Audit;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Portfolio;
using OrleansAssets.Storage.Audit;
using OrleansAssets.Storage.Portfolio;

namespace OrleansAssets.Tests.Storage;

/// <summary>What refused orders is counted from the decisions as they are stored.</summary>
public sealed class RefusalReaderTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Count_DecisionsOfSeveralAssetsAndStrategies_CountsEachCheckThatStoodInTheWay()
    {
        var rejected = Rule(RuleCodes.PriceFresh, RuleVerdict.Failed);
        var also = Rule(RuleCodes.Cash, RuleVerdict.Failed);
        var cut = Rule(RuleCodes.ClassLimit, RuleVerdict.Reduced);
        var passed = Rule(RuleCodes.Leverage, RuleVerdict.Passed);
        await WriteAsync(
            Decision(0, "NVDA", null, DecisionOutcome.Rejected, rejected), // before the span
            Decision(2, "NVDA", "s1", DecisionOutcome.Rejected, rejected, also, passed),
            Decision(3, "NVDA", "s2", DecisionOutcome.Rejected, rejected, cut),
            Decision(4, "NVDA", "s1", DecisionOutcome.Reduced, cut, passed),
            Decision(5, "NVDA", "s1", DecisionOutcome.Approved, passed),
            Decision(6, "TSLA", "s1", DecisionOutcome.Rejected, also),
            Decision(7, "XYZ", "s3", DecisionOutcome.Rejected, Rule(RuleCodes.AssetKnown, RuleVerdict.Failed)));

        var all = await Reader.CountAsync("why", Start.AddHours(1), null, ["NVDA"], null, CancellationToken.None);

        Assert.Equal((1, 1, 2), (all.Approved, all.Reduced, all.Rejected));
        Assert.Equal(
            ["PRICE_FRESH 2 02:00 03:00 d3", "CASH 1 02:00 02:00 d2", "CLASS_LIMIT 1 04:00 04:00 d4"],
            all.Refusals.Select(one =>
                $"{one.Code} {one.Count} {one.First.UtcDateTime:HH:mm} {one.Last.UtcDateTime:HH:mm} {one.LastDecisionId}"));
        Assert.Equal(("why of PRICE_FRESH", "remedy"), (all.Refusals[0].Explanation, all.Refusals[0].Remedy));
        var strategy = await Reader.CountAsync("why", Start, null, ["NVDA", "TSLA"], "s2", CancellationToken.None);
        Assert.Equal((0, 0, 1), (strategy.Approved, strategy.Reduced, strategy.Rejected));
        var every = await Reader.CountAsync("why", Start, null, null, null, CancellationToken.None);
        Assert.Equal((1, 1, 5), (every.Approved, every.Reduced, every.Rejected)); // what is no asset was refused too
        Assert.Contains(every.Refusals, one => one.Code == RuleCodes.AssetKnown);
        var past = await Reader.CountAsync("why", Start.AddHours(1), Start.AddHours(4), ["NVDA"], null, CancellationToken.None);
        Assert.Equal((0, 0, 2), (past.Approved, past.Reduced, past.Rejected)); // that of the end is no more in it
        Assert.Equal("d3", past.Refusals[0].LastDecisionId);
        Assert.Empty((await Reader.CountAsync("nobody", Start, null, ["NVDA"], null, CancellationToken.None)).Refusals);
    }

    private RefusalReader Reader => new(postgres.DataSource);

    private static RuleResult Rule(string code, RuleVerdict verdict) => new(
        code, "asset NVDA", verdict, "USD", 1, 1, 1, 1, 1, 1, $"why of {code}", verdict == RuleVerdict.Passed ? null : "remedy", null);

    private static OrderDecision Decision(
        int hour, string assetId, string? strategy, DecisionOutcome outcome, params ImmutableArray<RuleResult> rules) => new(
        $"d{hour}", "why", false, new OrderRequest($"o{hour}", assetId, OrderSide.Buy, 1, null, null, null, null, strategy, false),
        outcome, 0, 0, 1, 0, rules[0].Code, rules, "remedy", null, null, null, null, null, Start.AddHours(hour), "", "", []);

    private async Task WriteAsync(params OrderDecision[] decisions)
    {
        var log = new AuditLog(postgres.DataSource);
        foreach (var decision in decisions)
        {
            var (kind, payload) = PortfolioEventJson.Write(new OrderDecided(decision, "stocks", "hash"));
            await log.AppendAsync(
                Keys.Portfolio("why"), new AuditNote(kind, "Ada", payload, decision.DecidedAt), CancellationToken.None);
        }
    }
}
