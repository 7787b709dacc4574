using System.Collections.Immutable;
using OrleansAssets.Domain.Access;
using OrleansAssets.Domain.Phases;
using OrleansAssets.Phases;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Domain;

/// <summary>Over random histories and clocks no path leads to an enabled asset whose phase was not earned or openly forced.</summary>
public sealed class PhaseGateModelTests
{
    private const int Histories = 2_000;
    private const int Length = 80;

    [Fact]
    public void Gate_AnyHistory_OpensOnlyByEvidenceOrOpenWord()
    {
        var (opened, forced, demoted, undone) = (0, 0, 0, 0);
        Laws.Hold(Histories, choices =>
        {
            var world = new World(choices);
            for (var step = 0; step < Length && choices.Next(500) > 0; step++)
            {
                var before = world.State;
                world.Act();
                world.AssertGate($"step {step}");
                opened += before.Status != PhaseStatus.Active && world.State is { Status: PhaseStatus.Active, Override: null } ? 1 : 0;
                forced += before.Override is null && world.State.Override is not null ? 1 : 0;
                demoted += before.Status != PhaseStatus.ReduceOnly && world.State.Status == PhaseStatus.ReduceOnly ? 1 : 0;
                undone += before.Status == PhaseStatus.RollingBack && world.State.Status == PhaseStatus.Inactive ? 1 : 0;
            }
        });

        // The histories go everywhere: a model that never opens proves nothing.
        Assert.All(
            new[] { opened, forced, demoted, undone },
            count => Assert.True(count > Laws.Held(Histories) / 40, $"{opened} {forced} {demoted} {undone}"));
    }

    private sealed class World(Choices random)
    {
        private static readonly PhaseDefinition Phase = TestConfiguration.Build().Phases[1] with
        {
            AutoActivate = true, Approvals = 2, CoolDownDays = 5,
        };

        private static readonly string[] Acts = ["evaluate", "activate", "approve", "withdraw or step", "step", "step"];

        private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        private bool _isEnabled;
        private bool _isReadyNow;
        private bool _isEarned;

        public PhaseState State { get; private set; } = new() { Definition = Phase };

        public void Act()
        {
            _now += TimeSpan.FromHours(random.Next(1, 30));
            var act = random.Next(6);
            switch (act)
            {
                case 0:
                    Evaluate();
                    break;
                case 1:
                    Activate(random.Next(2) == 0);
                    break;
                case 2:
                    Approve();
                    break;
                case 3 when State is { Status: PhaseStatus.Active, Saga: null }:
                    State = DeactivationRules.Begin(
                        State, PhaseActions.DeactivationAsked, "ann", "withdrawn", null, isDemotion: false, _now);
                    break;
                default:
                    Step();
                    break;
            }

            random.Tell(
                $"{_now:MM-dd HH:mm} {Acts[act]}: {State.Status}, step {(State.Saga is { } saga ? SagaRules.StepOf(saga) : "none")}, "
                + $"assets {(_isEnabled ? "enabled" : "disabled")}, {(_isEarned ? "earned" : "not earned")}, "
                + $"override {State.Override?.Reason ?? "none"}");
        }

        public void AssertGate(string where)
        {
            if (!_isEnabled)
            {
                return;
            }

            var isLeaving = State.Status is PhaseStatus.ReduceOnly or PhaseStatus.Deactivating or PhaseStatus.RollingBack;
            var word = State.Override ?? State.Saga?.Override;
            Assert.True(isLeaving || _isEarned || word is { Reason.Length: > 0, Approvers.Length: 2 }, where);
            Assert.True(isLeaving || State.Status is PhaseStatus.Active or PhaseStatus.Activating, where);
        }

        private Readiness Measure()
        {
            _isReadyNow = random.Next(3) == 0;
            var cooling = State.CoolDownUntil > _now;
            var verdict = _isReadyNow && !cooling ? ReadinessVerdict.Ready : (ReadinessVerdict)random.Next(1, 4);
            var exit = new RequirementResult(
                "exit", RequirementMetric.SharpeRatio, null, Direction.MoreThan, 0, 0, null, "ratio", false, 60, 60, "gone",
                null, null, null,
                random.Next(8) == 0 ? ReadinessVerdict.NotReady : ReadinessVerdict.Ready);
            return new Readiness(Phase.Id, verdict, _now, null, [], [])
            {
                Exits = [exit], Halt = random.Next(5) == 0 ? "main is halted" : null, IsImported = random.Next(4) == 3,
            };
        }

        private void Evaluate()
        {
            var readiness = Measure();
            State = PhaseRules.Evaluated(State, readiness, _isEnabled ? Phase.Assets : [], onSchedule: true, _now);
            State = ForceRules.Ratify(ForceRules.DropLapsed(State, _now), readiness, _now);
            _isEarned |= State is { Status: PhaseStatus.Active } && readiness is { Verdict: ReadinessVerdict.Ready, IsImported: false };
            if (DeactivationRules.CauseOfDemotion(State, readiness, _now) is var (action, because))
            {
                State = DeactivationRules.Begin(State, action, OperatorRules.Demotion, because, readiness, isDemotion: true, _now);
            }
            else if (State.Saga is null && PhaseRules.ActivatesByItself(State, 2))
            {
                Begin(readiness, null, isAgreed: false);
            }

            Assert.False(State is { Status: PhaseStatus.Active, Override: { } forced } && forced.ExpiresAt <= _now);
        }

        private void Activate(bool isForced)
        {
            var request = new ActivationRequest(
                "ann", null, isForced ? new ForceRequest("a reason that is long enough", _now.AddDays(3)) : null);
            var readiness = Measure();
            var (outcome, _) = ActivationRules.Decide(State, Phase, request.Force, readiness);
            if (outcome == ActivationOutcome.AwaitingApproval)
            {
                State = ForceRules.Ask(State, Phase, request, _now);
            }
            else if (outcome == ActivationOutcome.Activated)
            {
                Begin(readiness, ActivationRules.Override(request, _now), isAgreed: false);
            }
        }

        private void Approve()
        {
            PendingForce pending;
            try
            {
                (State, pending) = ForceRules.Approve(
                    State, Phase.Id, new ApprovalRequest(random.Next(2) == 0 ? "ann" : "bob", null), WordStanding.All, _now);
            }
            catch (InvalidRequestException)
            {
                return;
            }

            var readiness = Measure();
            var (outcome, _) = ActivationRules.DecideApproved(State, readiness);
            if (outcome == ActivationOutcome.Activated)
            {
                Begin(readiness, ActivationRules.Override(pending, _now), pending is { OnImport: true, Approvers.Length: 2 });
            }
        }

        private void Begin(Readiness readiness, PhaseOverride? wanted, bool isAgreed)
        {
            State = SagaRules.Begin(State, ActivationRules.Grant("ann", null, readiness, wanted, new FlagsBefore([], []), _now));
            _isEarned = readiness.Verdict == ReadinessVerdict.Ready && (isAgreed || !readiness.IsImported);
        }

        private void Step()
        {
            if (State.Saga is not { } saga)
            {
                return;
            }

            var fails = random.Next(12) == 0;
            var step = SagaRules.StepOf(saga);
            if (!fails || saga.IsBack)
            {
                _isEnabled = step switch
                {
                    PhaseStepNames.EnableAssets => !saga.IsBack,
                    PhaseStepNames.DisableAssets => false,
                    _ => _isEnabled,
                };
            }

            StepOutcome outcome = fails && !saga.IsBack ? new StepOutcome.Failed("broken") : StepOutcome.Ok;
            var isFlag = step is PhaseStepNames.EnableAssets or PhaseStepNames.DisableAssets;
            State = random.Next(10) == 0 && !fails && !saga.IsBack && !isFlag
                ? SagaRules.Retry(State)
                : SagaRules.After(State, outcome, _now);
        }
    }
}
