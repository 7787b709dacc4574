using System.Collections.Immutable;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Performance;
using OrleansAssets.Domain.Phases;
using OrleansAssets.Grains.Performance;
using OrleansAssets.Performance;
using OrleansAssets.Phases;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Domain;

/// <summary>
/// Over random records, clocks and facts an activation is granted exactly where a second, plain computation from the raw equity says that
/// every requirement is met on finished days. What the record holds of days to come never counts.
/// </summary>
public sealed class PhaseEvidenceGateTests
{
    private const int Cases = 2_000;
    private static readonly DateOnly First = new(2025, 1, 1);
    private static readonly PhaseDefinition Stocks = TestConfiguration.Build().Phases[1];

    [Fact]
    public void Decide_AnyRecordAndClock_GrantsExactlyWhatIsEarned()
    {
        var (granted, refusedByRecord, refusedByFacts) = (0, 0, 0);
        Laws.Hold(Cases, random =>
        {
            var points = Record(random);
            var now =
                new DateTimeOffset(First.AddDays(random.Next(5, points.Length + 20)), new TimeOnly(random.Next(24), 30), TimeSpan.Zero);
            var facts = Facts(random, now);
            var evidence = facts with { Records = Measure(points, now) };

            var readiness = ReadinessRules.Evaluate(Stocks, evidence, now);
            var state = new PhaseState { Definition = Stocks, CoolDownUntil = evidence.CoolDownUntil };
            var (outcome, _) = ActivationRules.Decide(state, Stocks, force: null, readiness);

            random.Tell($"now {now:u}, equity from {First:O}: {string.Join(' ', points.Select(point => point.Equity))}");
            random.Tell($"facts: {facts}");
            var (byRecord, byFacts) = (IsEarned(points, now, evidence.StaleAfterDays), AreMet(evidence, now));
            Assert.True(
                (outcome == ActivationOutcome.Activated) == (byRecord && byFacts), $"{outcome}, by record {byRecord}, by facts {byFacts}");
            granted += byRecord && byFacts ? 1 : 0;
            refusedByRecord += !byRecord && byFacts ? 1 : 0;
            refusedByFacts += byRecord && !byFacts ? 1 : 0;
        });

        // The cases go to every side: a gate that never opens proves nothing.
        int[] sides = [granted, refusedByRecord, refusedByFacts];
        Assert.All(sides, count => Assert.True(count > Laws.Held(Cases) / 20, string.Join(' ', sides)));
    }

    private static EquityPoint[] Record(Choices random)
    {
        var (drift, noise) = ((random.NextDouble() * 0.006) - 0.001, 0.002 + (random.NextDouble() * 0.01));
        var equity = 5_000m;
        var points = new EquityPoint[random.Next(20, 150)];
        for (var day = 0; day < points.Length; day++)
        {
            points[day] = new EquityPoint(First.AddDays(day), equity, 0);
            equity = Math.Round(equity * (decimal)(1 + drift + (noise * ((random.NextDouble() * 2) - 1))), 2);
        }

        return points;
    }

    private static ReadinessEvidence Facts(Choices random, DateTimeOffset now)
    {
        var status = Rarely() ? PhaseStatus.Inactive : PhaseStatus.Active;
        var source = FakeSources.View(TestConfiguration.Source("alpaca"), Rarely() ? DataSourceStatus.Failing : DataSourceStatus.Healthy);
        return new ReadinessEvidence(
            new PortfolioView("main", "USD", Rarely() ? 999.99m : 1_000m, null, null, 0, 0, 0, []),
            [],
            ImmutableDictionary<string, PhaseStatus>.Empty.Add("phase_0_crypto", status),
            ImmutableDictionary<string, DataSourceView>.Empty.Add("alpaca", source),
            random.Next(2) * 3)
        {
            ForcedUntil = Rarely()
                ? ImmutableDictionary<string, DateTimeOffset>.Empty.Add("phase_0_crypto", now.AddDays(1))
                : ImmutableDictionary<string, DateTimeOffset>.Empty,
            CoolDownUntil = random.Next(4) switch { 3 => now.AddMinutes(1), 2 => now, _ => null },
            Halt = Rarely() ? "main is halted" : null,
        };

        bool Rarely() => random.Next(12) == 11;
    }

    private static ImmutableArray<MeasuredRecord> Measure(EquityPoint[] points, DateTimeOffset now)
    {
        var ledger = new InMemoryLedger(new FaultPlan());
        ledger.Record(points.Select(point => point with { Provenance = RecordProvenance.Own }));
        ledger.Record([new Trade("t", "BTC/USDT", null, TradeSide.Long, 1, new DateTimeOffset(First, default, default), 1, null, null, 0)]);
        var reader = new RecordReader(TestConfiguration.Build(), ledger, new InMemoryPerformance(), new FixedClock(now));
        return
        [
            MeasuredRecord.Of(Read(new PerformanceQuery(60))),
            MeasuredRecord.Of(Read(new PerformanceQuery(60, "crypto"))),
        ];

        // The ledger is in memory: what it is asked for is there at once.
        PerformanceRecord Read(PerformanceQuery query) => reader.ReadAsync("main", query, CancellationToken.None).GetAwaiter().GetResult();
    }

    // The second computation: plain loops over the raw equity of the last 60 finished days.
    private static bool IsEarned(EquityPoint[] points, DateTimeOffset now, int staleAfterDays)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var finished = points.TakeWhile(point => point.Day < today).ToArray();
        if (finished.Length < 31 || (staleAfterDays > 0 && today.DayNumber - finished[^1].Day.DayNumber > staleAfterDays))
        {
            return false;
        }

        var window = finished[Math.Max(0, finished.Length - 61)..];
        var (won, lost, sum, deepest, peak) = (0, 0, 0.0, 0.0, (double)window[0].Equity);
        var returns = new double[window.Length - 1];
        for (var day = 1; day < window.Length; day++)
        {
            var (before, after) = ((double)window[day - 1].Equity, (double)window[day].Equity);
            returns[day - 1] = (after - before) / before;
            sum += returns[day - 1];
            won += after > before ? 1 : 0;
            lost += after < before ? 1 : 0;
            peak = Math.Max(peak, after);
            deepest = Math.Max(deepest, 1 - (after / peak));
        }

        var mean = sum / returns.Length;
        var variance = returns.Sum(value => (value - mean) * (value - mean)) / (returns.Length - 1);
        var sharpe = mean / Math.Sqrt(variance) * Math.Sqrt(365);
        return won >= 30 && sharpe > 1.5 && deepest < 0.15 && won > lost;
    }

    private static bool AreMet(ReadinessEvidence evidence, DateTimeOffset now) =>
        evidence.Halt is null && evidence.Portfolio.Equity >= 1_000m && evidence.ForcedUntil.IsEmpty && !(evidence.CoolDownUntil > now)
        && evidence.EarlierPhases.Values.All(status => status == PhaseStatus.Active)
        && evidence.Sources.Values.All(source => source.Status == DataSourceStatus.Healthy);

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
