using System.Collections.Immutable;
using System.Diagnostics;
using OrleansAssets.Assets;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.PreTrade;
using OrleansAssets.Phases;
using OrleansAssets.Portfolio;
using OrleansAssets.RiskModel;

namespace OrleansAssets.Benchmarks;

/// <summary>
/// One decision by every check, in memory: against a book of ten positions, without and with the bytes and the hash of its input.
/// </summary>
internal static class PreTradeBenchmark
{
    private const int Decisions = 20_000;
    private const int Rounds = 5;

    private static readonly DateTimeOffset Now = new(2026, 11, 24, 15, 0, 0, TimeSpan.Zero);

    public static void Run()
    {
        var input = Input();
        Console.WriteLine($"Pre-trade checks: {PreTradeChecks.All.Length} rules, 10 positions, {Decisions:N0} decisions a round");
        Console.WriteLine("round   rules us   with input bytes and hash us");
        for (var round = 1; round <= Rounds; round++)
        {
            var rules = MicrosecondsOf(() => PreTradeRules.Decide(input, "hash"));
            var whole = MicrosecondsOf(() => PreTradeRules.Decide(input));
            Console.WriteLine($"{round,5}   {rules,8:0.0}   {whole,28:0.0}");
        }
    }

    private static double MicrosecondsOf(Func<OrderDecision> decide)
    {
        var clock = Stopwatch.StartNew();
        for (var index = 0; index < Decisions; index++)
        {
            decide();
        }

        return clock.Elapsed.TotalMicroseconds / Decisions;
    }

    private static PreTradeInput Input()
    {
        var ids = Enumerable.Range(0, 10).Select(index => $"A{index}").ToImmutableArray();
        var risk = new AssetRisk(
            0.10m, 5, 0.001m, 2, 4,
            new PriceDistance(0.08m, DistanceUnit.Fraction), new PriceDistance(0.16m, DistanceUnit.Fraction), 1, null,
            new SpecialRules(null, [], false, null, false, false, null));
        var pairs = from first in ids from second in ids where string.CompareOrdinal(first, second) < 0
                    select new CorrelationPair(first, second, 0.4, 60);
        return new PreTradeInput(
            "benchmark-1", "main", false, Now, "configuration",
            new OrderRequest("o-1", ids[0], OrderSide.Buy, 1m, null, null, null, null, null, false),
            new PreTradeBook(
                "USD", 100_000m, 50_000m, 100_000m, 100_000m,
                [.. ids.Select(id => new HeldPosition(id, "crypto", 10m, 100m, 100m, Now, 92m, Now.AddDays(-1)))], [], 0, 0, []),
            new PreTradeAsset(
                ids[0], "crypto", "phase_0_crypto", true, "configuration", risk, new AssetQuote("x", Now, 100m, 100m),
                [new RequiredSource("x", 60, Now)], [], [], []),
            [.. ids.Skip(1).Select(id => new OtherAsset(id, "crypto", risk.StopLoss, null, 1))],
            [new PreTradeClass("crypto", true, "configuration", 1, 20, 1)],
            new PreTradePhase("phase_0_crypto", PhaseStatus.Active, 1_000m),
            new RiskModelView(new DateOnly(2026, 11, 23), Now, 60, 20, 0.05, [.. pairs], []),
            new GlobalRisk(0.25m, 0.4m, 0.6m, 0.7m, 0.25m, 0.05m),
            [],
            60,
            RuleSet: PreTradeChecks.RuleSet,
            Session: new MarketSession(IsOpen: true, OpensAt: null));
    }
}
