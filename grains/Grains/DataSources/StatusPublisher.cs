using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds;
using OrleansAssets.Storage;

namespace OrleansAssets.Grains.DataSources;

/// <summary>Publishes in the registry table and on the console what became of one source. One for each activation.</summary>
internal sealed class StatusPublisher(IRegistryStore registry, ILogger logger)
{
    private DataSourceStatus? _published;

    /// <summary>Whether the status is another than was told last.</summary>
    public bool IsNews(DataSourceView view) => view.Status != _published;

    /// <summary>Writes the registry row; says a change on the console.</summary>
    public async Task StatusAsync(DataSourceView view)
    {
        await registry.UpsertSourceAsync(view, CancellationToken.None);
        if (IsNews(view))
        {
            // What a source has been since it was configured is no news.
            if (_published is not null || view.Status is not (DataSourceStatus.NotCollected or DataSourceStatus.Idle))
            {
                CollectionLog.StatusChanged(logger, view.Definition.Id, view.Status, view.StatusText);
            }

            _published = view.Status;
        }
    }

    public void Round(FeedSlot before, FeedSlot after, FeedOutcome outcome)
    {
        var id = after.Plan.Id;
        CollectionLog.RoundDone(logger, id.SourceId, id.AssetId, id.Dataset, outcome.Result, outcome.Calls, outcome.Feed.Rows);
        if (after.ParkedBecause is { } reason && before.ParkedBecause is null)
        {
            CollectionLog.FeedParked(logger, id.SourceId, id.AssetId, id.Dataset, after.NextDueAt.UtcDateTime, reason);
        }

        if (outcome.Result == FeedResult.Ok && HasFilledHistory(before, after)
            && FeedRules.DataUntil(outcome.Feed.Watermark, after.Plan.Schedule) is { } until)
        {
            CollectionLog.HistoryFilled(logger, id.SourceId, id.AssetId, id.Dataset, outcome.Feed.Rows, until.UtcDateTime);
        }
    }

    /// <summary>Says which feeds began or ceased to stand in for another source.</summary>
    public void Planned(ImmutableArray<FeedSlot> before, ImmutableArray<FeedSlot> after)
    {
        foreach (var slot in after)
        {
            var (id, earlier) = (slot.Plan.Id, before.FirstOrDefault(known => known.Plan.Id == slot.Plan.Id)?.Plan.InsteadOf);
            if (slot.Plan.InsteadOf is { } now && now != earlier)
            {
                CollectionLog.FallbackBegan(logger, id.SourceId, id.AssetId, id.Dataset, now);
            }
            else if (slot.Plan.InsteadOf is null && earlier is not null)
            {
                CollectionLog.FallbackEnded(logger, id.SourceId, id.AssetId, id.Dataset, earlier);
            }
        }
    }

    public void Broke(FeedId id, Exception exception) => CollectionLog.FeedBroke(logger, exception, id.SourceId, id.AssetId, id.Dataset);

    private static bool HasFilledHistory(FeedSlot before, FeedSlot after) =>
        after.Plan.Schedule.Kind == DatasetKind.Candles && !after.HasMore && (before.HasMore || before.Last?.Watermark is null);
}
