using Orleans;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds;
using OrleansAssets.Grains.Inner;

namespace OrleansAssets.Grains.DataSources;

/// <summary>What became of a call, before it is written.</summary>
/// <param name="Before">The feed as it stood when it was asked.</param>
/// <param name="Slot">The feed as it stands in <paramref name="After"/>.</param>
internal sealed record SettledCall(DataSourceState After, FeedSlot Before, FeedSlot Slot, FeedOutcome Outcome);

/// <summary>Lets the feeds of one source make the calls that are reserved for them, and settles what became of them. One for each
/// activation.</summary>
internal sealed class FeedCalls(IGrainFactory grains, SourceServices services, StatusPublisher publisher)
{
    /// <summary>Lost feeds in a row that are put down to silos that went away; what goes on for longer is a failure.</summary>
    private const int LostMax = 5;

    private int _lost;

    /// <summary>Has a feed collect.</summary>
    /// <param name="state">As written: with the calls of the step reserved.</param>
    public async Task<SettledCall> CollectAsync(DataSourceState state, CollectionStep.Collect step, CancellationToken cancellationToken)
    {
        var outcome = await AskAsync(step, isProbe: false, cancellationToken);
        var now = services.Time.GetUtcNow();
        var after = HealthRules.Apply(
            Settle(state, step, outcome, now), step.Slot, outcome, services.Jitter.Next(), now, filledGap: step.Gap is not null);
        return new SettledCall(after, step.Slot, after.Slots.First(slot => slot.Plan.Id == step.Slot.Plan.Id), outcome);
    }

    /// <summary>Has a feed ask and store nothing.</summary>
    /// <param name="state">As written: with the call of the step reserved.</param>
    public async Task<(DataSourceState After, FeedOutcome Outcome)> ProbeAsync(
        DataSourceState state, CollectionStep.Collect step, CancellationToken cancellationToken)
    {
        var outcome = await AskAsync(step, isProbe: true, cancellationToken);
        var now = services.Time.GetUtcNow();
        return (HealthRules.Checked(Settle(state, step, outcome, now), outcome, services.Jitter.Next(), now), outcome);
    }

    private DataSourceState Settle(DataSourceState state, CollectionStep.Collect step, FeedOutcome outcome, DateTimeOffset now)
    {
        var unitsPerCall = services.Adapters.UnitsPerCall(step.Slot.Plan.Id.SourceId);
        var spending = new Spending(step.Calls, outcome.Calls, unitsPerCall, outcome.UsedUnits)
        {
            CallsRefused = outcome.Calls > 0 && HealthRules.IsRefusal(outcome.Result) ? 1 : 0,
            StatedUses = outcome.StatedUses,
        };
        return CollectionPlanRules.Settle(state, spending, now);
    }

    private async Task<FeedOutcome> AskAsync(CollectionStep.Collect step, bool isProbe, CancellationToken cancellationToken)
    {
        var plan = step.Slot.Plan;
        try
        {
            var outcome = await grains.GetGrain<IFeedInnerGrain>(Keys.Feed(plan.Id))
                .CollectAsync(
                    new FeedGrant(
                        plan.Symbol, plan.ClassId, plan.Schedule, step.Calls, step.Gap, isProbe, services.Pushed.IsPushed(plan)),
                    cancellationToken);
            _lost = 0;
            return outcome;
        }
        catch (Exception exception) when (HealthRules.IsOfAStop(exception, services.Views.IsClosing) && _lost < LostMax)
        {
            _lost++;
            return HealthRules.Stopped(step);
        }
        catch (StorageUnavailableException exception)
        {
            publisher.Broke(plan.Id, exception);
            return HealthRules.NotStored(step, exception);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever else breaks in a feed (its silo, its own code) is this source's failure, to be told and retried with growing pauses.
            // The feed's watermark did not pass what is stored, and the calls that it may have made stay counted.
            publisher.Broke(plan.Id, exception);
            return HealthRules.Broken(step, exception);
        }
    }
}
