using OrleansAssets.Cli.Phases;
using OrleansAssets.Phases;

namespace OrleansAssets.Tests.Console;

public sealed class PhaseGlanceTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly PhaseGlance Crypto = new(At, "phase_0_crypto", PhaseStatus.Active, ReadinessVerdict.Ready, 2, 2, false, null);
    private static readonly PhaseGlance Stocks = new(At, "phase_1_stocks", PhaseStatus.Inactive, null, 0, 0, false, null);

    [Fact]
    public void Changes_FirstLook_IsEveryPhase() =>
        Assert.Equal([Crypto, Stocks], PhaseGlance.Changes([], [Crypto, Stocks]).AsEnumerable());

    [Fact]
    public void Changes_OnlyTimeWentBy_IsNone() =>
        Assert.Empty(PhaseGlance.Changes([Crypto, Stocks], [Crypto with { At = At.AddSeconds(5) }, Stocks with { At = At.AddSeconds(5) }]));

    [Fact]
    public void Changes_AnythingElse_IsTold()
    {
        PhaseGlance[] after =
        [
            Stocks with { Status = PhaseStatus.ReduceOnly }, Stocks with { Verdict = ReadinessVerdict.NotReady }, Stocks with { Met = 1 },
            Stocks with { Requirements = 7 }, Stocks with { Forced = true }, Stocks with { Waiting = "NVDA 2" },
        ];

        Assert.All(after, glance => Assert.Equal([glance], PhaseGlance.Changes([Crypto, Stocks], [Crypto, glance]).AsEnumerable()));
    }

    [Fact]
    public void ToString_Always_IsOneLineWithAllThatIsWatched()
    {
        Assert.Equal("2026-03-01 12:00:00Z  phase_1_stocks  inactive  not measured yet", $"{Stocks}");
        Assert.Equal(
            "2026-03-01 12:00:00Z  phase_0_crypto  reduce-only (forced)  NOT_READY 1/2  NVDA 2",
            (Crypto with
            {
                Status = PhaseStatus.ReduceOnly,
                Forced = true,
                Verdict = ReadinessVerdict.NotReady,
                Met = 1,
                Waiting = "NVDA 2",
            }).ToString());
    }
}
