using OrleansAssets.Domain.Phases;
using OrleansAssets.Phases;

namespace OrleansAssets.Tests.Domain;

public sealed class ActivationRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 15, 0, 0, TimeSpan.Zero);

    [Fact]
    public void DecideApproved_OnlyTheFirstHasSpoken_StillAwaitsTheOther()
    {
        var (outcome, explanation) = ActivationRules.DecideApproved(Waiting(approvers: ["ann"]), NotReady());

        Assert.Equal((ActivationOutcome.AwaitingApproval, "1 more operators must approve"), (outcome, explanation));
    }

    [Fact]
    public void DecideApproved_EnoughHaveSpoken_Begins() =>
        Assert.Equal(ActivationOutcome.Activated, ActivationRules.DecideApproved(Waiting(approvers: ["ann", "bob"]), NotReady()).Outcome);

    [Fact]
    public void DecideApproved_TheRequestLapsedWhileItWasMeasured_IsRefused()
    {
        var lapsed = ForceRules.DropLapsed(Waiting(approvers: ["ann", "bob"]), Now + ForceRules.ApprovalWithin);

        Assert.Equal(ActivationOutcome.Refused, ActivationRules.DecideApproved(lapsed, NotReady()).Outcome);
    }

    [Fact]
    public void DecideApproved_PortfolioIsHalted_IsHaltedWhoeverApproved() => Assert.Equal(
        ActivationOutcome.Halted,
        ActivationRules.DecideApproved(Waiting(approvers: ["ann", "bob"]), NotReady() with { Halt = "portfolio main is halted" }).Outcome);

    private static PhaseState Waiting(params string[] approvers) => new()
    {
        Pending = new PendingForce(Guid.NewGuid(), "a reason that is long enough", null, Now, Now.AddDays(3), [.. approvers], Needed: 2),
    };

    private static Readiness NotReady() => new("phase_1_stocks", ReadinessVerdict.NotReady, Now, null, [], ["30 more profitable days"]);
}
