using OrleansAssets.Access;
using OrleansAssets.Domain.Access;
using OrleansAssets.Domain.Phases;
using OrleansAssets.Phases;
using OrleansAssets.Tests.Support;

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

    [Fact]
    public void Decide_ReadyByAnImport_AwaitsAnotherOperator()
    {
        var (outcome, explanation) = ActivationRules.Decide(new PhaseState(), Stocks, force: null, Imported());

        Assert.Equal(ActivationOutcome.AwaitingApproval, outcome);
        Assert.Contains("60 days: 12 own, 48 imported", explanation, StringComparison.Ordinal);
        Assert.False(PhaseRules.ActivatesByItself(
            new PhaseState { Definition = Stocks with { AutoActivate = true }, LastReadiness = Imported(), ReadyStreak = 99 }, 3));
    }

    [Fact]
    public void Approve_AnImport_TakesASecondNameAndLeavesNoOverride()
    {
        var asked = ForceRules.Ask(
            new PhaseState { LastReadiness = Imported() }, Stocks, new ActivationRequest("ann", "proven elsewhere"), Now);

        Assert.Throws<InvalidRequestException>(
            () => ForceRules.Approve(asked, Stocks.Id, new ApprovalRequest("ANN ", null), WordStanding.All, Now));
        var (agreed, pending) = ForceRules.Approve(asked, Stocks.Id, new ApprovalRequest("bob", null), WordStanding.All, Now.AddHours(1));

        Assert.Equal(ActivationOutcome.Activated, ActivationRules.DecideApproved(agreed, Imported()).Outcome);
        Assert.Equal(ActivationOutcome.Refused, ActivationRules.DecideApproved(agreed, NotReady()).Outcome);
        Assert.Null(ActivationRules.Override(pending, Now));
        Assert.Equal("proven elsewhere; on imported evidence, agreed by bob", ActivationRules.Notes(pending));
        Assert.Equal(
            [PhaseActions.ImportApprovalAsked, PhaseActions.ImportApproved], agreed.Unlogged.Select(entry => entry.Action));
    }

    /// <summary>A phase was forced by two, of whom one could do nothing any more.</summary>
    [Fact]
    public void Approve_AfterTheTokenOfWhoAskedWasRevoked_TakesAnotherWord()
    {
        var token = new TokenView("0a1b2c3d", "ann", AccessRole.Operator, Now, "admin", null, null, Now.AddMinutes(5), "admin");
        var standing = new WordStanding([token], Now.AddHours(1));
        var asked = ForceRules.Ask(
            new PhaseState { LastReadiness = Imported() }, Stocks, new ActivationRequest("Ann", "proven elsewhere"), Now);

        var (agreed, pending) = ForceRules.Approve(
            asked, Stocks.Id, new ApprovalRequest("bob", null), standing, Now.AddHours(1));

        Assert.Equal(["Ann"], ForceRules.LapsedOf(asked.Pending!, standing).AsEnumerable()); // it was just asked
        Assert.Equal(["bob"], pending.Approvers.AsEnumerable());
        Assert.Equal("1 more operators must approve", ForceRules.Awaited(pending));
        Assert.Equal(ActivationOutcome.AwaitingApproval, ActivationRules.DecideApproved(agreed, Imported()).Outcome);
        var (granted, _) = ForceRules.Approve(agreed, Stocks.Id, new ApprovalRequest("cem", null), standing, Now.AddHours(2));
        Assert.Equal(ActivationOutcome.Activated, ActivationRules.DecideApproved(granted, Imported()).Outcome);
    }

    [Fact]
    public void Grant_ReadyByAnImportAndForced_IsAnOpenOverrideThatTheImportDoesNotRatify()
    {
        var wanted = new PhaseOverride(Guid.NewGuid(), "a reason that is long enough", Now, Now.AddDays(1), ["ann"]);

        var saga = ActivationRules.Grant("ann", null, Imported(), wanted, new FlagsBefore([], []), Now);
        var active = new PhaseState
        {
            Status = PhaseStatus.Active, Override = wanted, Activation = new PhaseActivation(wanted.ActivationId, "ann", null, Now, null),
        };

        Assert.Equal(wanted, saga.Override);
        Assert.Equal(wanted, ForceRules.Ratify(active, Imported(), Now).Override);
        Assert.Null(ForceRules.Ratify(active, Imported() with { IsImported = false }, Now).Override);
    }

    private static PhaseDefinition Stocks => TestConfiguration.Build().Phases[1];

    private static Readiness Imported() => new("phase_1_stocks", ReadinessVerdict.Ready, Now, null, [], [])
    {
        IsImported = true, Provenance = "60 days: 12 own, 48 imported",
    };

    private static PhaseState Waiting(params string[] approvers) => new()
    {
        Pending = new PendingForce(Guid.NewGuid(), "a reason that is long enough", null, Now, Now.AddDays(3), [.. approvers], Needed: 2),
    };

    private static Readiness NotReady() => new("phase_1_stocks", ReadinessVerdict.NotReady, Now, null, [], ["30 more profitable days"]);
}
