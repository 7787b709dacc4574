using OrleansAssets.Domain.Phases;
using OrleansAssets.Grains.Phases.Steps;
using OrleansAssets.Grains.Reminders;

namespace OrleansAssets.Grains.Phases;

/// <summary>
/// Takes a phase's operation from step to step. Where it stands is written after each step and the reminder is there before the first, so
/// that a crash at any point leaves somebody to go on from it.
/// </summary>
internal sealed class SagaRunner(PhaseGrain self, Stored<PhaseState> state, PhaseSteps steps, TimeProvider clock)
{
    /// <summary>Comes every minute while an operation is under way or something waits to be logged or sent.</summary>
    public const string ResumeReminder = "resume";

    private static readonly TimeSpan ResumeEvery = TimeSpan.FromMinutes(1);

    /// <summary>Before the state says so: an operation that is begun always has somebody to finish it.</summary>
    public Task EnsureReminderAsync() => self.EnsureReminderAsync(ResumeReminder, ResumeEvery, ResumeEvery);

    /// <summary>Goes on until the operation is over or has to wait.</summary>
    public async Task RunAsync()
    {
        while (state.Value is { Saga: { } saga, Definition: { } definition })
        {
            var outcome = await steps.RunAsync(new StepContext(self.Grains, definition, saga));
            var next = SagaRules.After(state.Value, outcome, clock.GetUtcNow());
            if (next.Saga != saga)
            {
                await state.WriteAsync(next);
            }

            if (next.Saga is { IsBack: false, Waiting: not null })
            {
                return;
            }
        }
    }

    /// <summary>Goes on after a crash, a failure or a wait.</summary>
    public async Task ResumeAsync()
    {
        if (state.Value.Saga is null)
        {
            return;
        }

        var next = SagaRules.Retry(state.Value);
        if (next.Saga != state.Value.Saga)
        {
            await state.WriteAsync(next);
        }

        await RunAsync();
    }
}
