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
    private DataSourceStatus? _told;

    /// <summary>Whether the status is another than was told last.</summary>
    /// <param name="fault">Since when nothing can be stored; null while it can.</param>
    public bool IsNews(DataSourceView view, StorageFault? fault) => view.Status != _published || IsToBeTold(view, fault);

    /// <summary>Writes the registry row; says a change on the console.</summary>
    /// <param name="fault">Since when nothing can be stored; null while it can.</param>
    public async Task StatusAsync(DataSourceView view, StorageFault? fault)
    {
        await registry.UpsertSourceAsync(view, CancellationToken.None);
        _published = view.Status;
        if (IsToBeTold(view, fault))
        {
            // What a source has been since it was configured is no news.
            if (_told is not null || view.Status is not (DataSourceStatus.NotCollected or DataSourceStatus.Idle))
            {
                CollectionLog.StatusChanged(logger, view.Definition.Id, view.Status, view.StatusText);
            }

            _told = view.Status;
        }
    }

    /// <summary>That the database fails is told once for all sources, not by each: what is its fault alone is none of theirs.</summary>
    private bool IsToBeTold(DataSourceView view, StorageFault? fault) => fault is null && view.Status != _told;

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

/// <summary>What the operator reads on the console about collection.</summary>
internal static partial class CollectionLog
{
    [LoggerMessage(2001, LogLevel.Debug, "{Source} {Asset} {Dataset}: {Result} after {Calls} calls, {Rows:N0} rows stored by now")]
    public static partial void RoundDone(
        ILogger logger, string source, string asset, string dataset, FeedResult result, int calls, long rows);

    [LoggerMessage(
        2002, LogLevel.Information, "{Source} {Asset} {Dataset}: {Rows:N0} candles stored up to {Until:yyyy-MM-dd HH:mm}Z")]
    public static partial void HistoryFilled(ILogger logger, string source, string asset, string dataset, long rows, DateTime until);

    [LoggerMessage(2003, LogLevel.Information, "{Source} is {Status}: {Text}")]
    public static partial void StatusChanged(ILogger logger, string source, DataSourceStatus status, string text);

    [LoggerMessage(2004, LogLevel.Warning, "{Source} {Asset} {Dataset} is left alone until {Until:yyyy-MM-dd HH:mm}Z: {Error}")]
    public static partial void FeedParked(ILogger logger, string source, string asset, string dataset, DateTime until, string error);

    [LoggerMessage(2006, LogLevel.Warning, "{Source} {Asset} {Dataset} stands in for {InsteadOf}, which is down")]
    public static partial void FallbackBegan(ILogger logger, string source, string asset, string dataset, string insteadOf);

    [LoggerMessage(2007, LogLevel.Information, "{Source} {Asset} {Dataset} stands by again: {InsteadOf} is back")]
    public static partial void FallbackEnded(ILogger logger, string source, string asset, string dataset, string insteadOf);

    [LoggerMessage(2011, LogLevel.Warning, "{Source} {Asset} {Dataset}: {Rows} rows came that cannot be used and were left out: {Fault}")]
    public static partial void RowsLeftOut(ILogger logger, string source, string asset, string dataset, int rows, string fault);

    [LoggerMessage(2008, LogLevel.Information, "{Source} {Asset} {Dataset} is fetched again from {From:yyyy-MM-dd}: {Because}")]
    public static partial void HistoryAgain(
        ILogger logger, string source, string asset, string dataset, DateTime? from, string because);

    [LoggerMessage(2005, LogLevel.Warning, "{Source} {Asset} {Dataset} could not be collected")]
    public static partial void FeedBroke(ILogger logger, Exception exception, string source, string asset, string dataset);
}
