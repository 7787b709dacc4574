using Orleans;
using Orleans.Placement;
using Orleans.Runtime;
using OrleansAssets.Assets;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds;
using OrleansAssets.Grains.Inner;

namespace OrleansAssets.Grains.DataSources;

/// <summary>
/// Fetches what its feed lacks and stores it: rows first, watermark after, others told last. A crash in between repeats a page,
/// and as rows have natural keys, repeating one changes nothing. How: <see cref="FeedPull"/>.
/// </summary>
/// <remarks>It stands where its source stood when it first asked: nobody else drives it.</remarks>
[PreferLocalPlacement]
internal sealed class FeedGrain(
    [PersistentState(StateNames.Feed)] IPersistentState<FeedState> storage, FeedServices services) : Grain, IFeedGrain, IFeedInnerGrain
{
    private readonly Stored<FeedState> _state = new(storage);

    private FeedId Id => Keys.FeedOf(this.GetPrimaryKeyString());

    public Task<FeedView> GetAsync()
    {
        if (_state.Value.CollectedAt is null && _state.Value.LastError is null)
        {
            FeedNames.Require(services.Configuration, Id); // what was collected under an earlier configuration is told all the same
        }

        return Task.FromResult(FeedRules.ViewOf(Id, _state.Value));
    }

    public async Task<FeedOutcome> CollectAsync(FeedGrant grant, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(grant);
        if (grant.CallsMax < 1)
        {
            throw new InvalidRequestException($"A grant of {grant.CallsMax} calls is none: it must be 1 or more.");
        }

        var pull = new FeedPull(Id, grant, _state, services);
        if (!grant.IsProbe && await services.History.WhyAgainAsync(_state.Value, Id, grant, cancellationToken) is { } again)
        {
            await pull.RestartAsync(again.Because, again.SplitAt);
        }

        var outcome = await services.Datasets.PullAsync(services.Adapters.Find(Id.SourceId), pull, cancellationToken);
        if (outcome.Result != FeedResult.Ok || grant.IsProbe)
        {
            return outcome;
        }

        await RecordFreshnessAsync(grant.Schedule);
        return FeedGaps.IsDue(_state.Value, grant, services.Time.GetUtcNow())
            ? outcome with { Feed = await pull.MeasureAsync(cancellationToken) }
            : outcome;
    }

    private async Task RecordFreshnessAsync(DatasetSchedule schedule)
    {
        if (Id.AssetId != FeedId.Market && FeedRules.FreshUntil(_state.Value, schedule) is { } until
            && _state.Value.CollectedAt is { } collectedAt)
        {
            var freshness = new SourceFreshness(Id.SourceId, Id.Dataset, until, collectedAt);
            await GrainFactory.GetGrain<IAssetInnerGrain>(Keys.Asset(Id.AssetId)).RecordFreshnessAsync(freshness);
        }
    }
}
