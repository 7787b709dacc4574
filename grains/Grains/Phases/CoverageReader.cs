using OrleansAssets.AssetClasses;
using OrleansAssets.Assets;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Feeds;
using OrleansAssets.MarketData;
using OrleansAssets.Storage;

namespace OrleansAssets.Grains.Phases;

/// <summary>Measures how much of the candles that a window should hold a source has delivered.</summary>
internal sealed class CoverageReader(AssetsConfiguration configuration, IMarketDataStore market, TimeProvider clock)
{
    /// <summary>
    /// Received over expected candles of the feed that has least of them; null where the source has no feed of candles for these assets.
    /// </summary>
    public async Task<double?> ReadAsync(
        string sourceId, IReadOnlyCollection<string> assetIds, int windowDays, CancellationToken cancellationToken)
    {
        var schedules = configuration.FindSource(sourceId)?.Datasets.Where(schedule => schedule.Kind == DatasetKind.Candles) ?? [];
        var feeds = from schedule in schedules
                    from asset in assetIds.Select(configuration.FindAsset).OfType<AssetDefinition>()
                    where asset.Lists(sourceId) && schedule.Serves(asset.ClassId)
                    select MeasureAsync(sourceId, asset, schedule, windowDays, cancellationToken);
        var shares = await Task.WhenAll(feeds);
        return shares.Min();
    }

    private async Task<double?> MeasureAsync(
        string sourceId, AssetDefinition asset, DatasetSchedule schedule, int windowDays, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (schedule.Timeframe is not { } timeframe || GapRules.SpanOf(now.AddDays(-windowDays), schedule, now) is not { } span)
        {
            return null;
        }

        var hours = configuration.FindClass(asset.ClassId)?.Hours ?? MarketHours.Always;
        var openTimes = await market.OpenTimesAsync(
            asset.Id, sourceId, timeframe, span with { From = span.From - timeframe.Duration() }, cancellationToken);
        var (expected, received) = GapRules.Count(hours, timeframe, span, openTimes);
        return expected == 0 ? null : (double)received / expected;
    }
}
