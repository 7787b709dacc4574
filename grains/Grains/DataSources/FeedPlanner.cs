using System.Collections.Immutable;
using Orleans;
using OrleansAssets.Assets;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Catalogue;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Feeds;
using OrleansAssets.Phases;
using OrleansAssets.Storage;

namespace OrleansAssets.Grains.DataSources;

/// <summary>
/// Finds the feeds of a source and which of them are needed: those of enabled assets, and as a warm-up those of the next phase,
/// whose readiness asks for a healthy source before its assets are enabled (or, where the scope says so, all others).
/// </summary>
internal sealed class FeedPlanner(
    AssetsConfiguration configuration, CollectionScope scope, IRegistryStore registry, IGrainFactory grains, TimeProvider time)
{
    /// <summary>
    /// Every feed that the configuration allows, each with its need. Asks assets and phases; a phase that is evaluating asks sources
    /// only through GetAsync, which interleaves, so neither waits for the other.
    /// </summary>
    public async Task<ImmutableArray<PlannedFeed>> PlanAsync(DataSourceDefinition source, CancellationToken cancellationToken)
    {
        var assets = configuration.Assets.Where(asset => asset.TakesFrom(source.Id)).ToList();
        var warmUp = scope.WarmUp == WarmUp.All ? [.. assets.Select(asset => asset.Id)] : await AssetsOfNextPhaseAsync(cancellationToken);
        var needs = await Task.WhenAll(assets.Select(asset => NeedOfAsync(asset, warmUp))).WaitAsync(cancellationToken);
        var pairs = configuration.Conversions.Where(pair => pair.Definition.TakesFrom(source.Id)).ToList();
        var pairNeeds = await Task.WhenAll(pairs.Select(pair => NeedOfAsync(pair, warmUp))).WaitAsync(cancellationToken);
        var held = assets.Zip(needs).Where(one => one.Second.IsHeld).Select(one => one.First.Id).ToHashSet(StringComparer.Ordinal);
        var plan = FeedPlans.Of(
            source,
            [.. assets.Zip(needs, (asset, need) => (asset, need.Need)), .. pairs.Select(pair => pair.Definition).Zip(pairNeeds)]);
        return await StandInAsync([.. plan.Select(Marked)], cancellationToken);

        PlannedFeed Marked(PlannedFeed feed) =>
            feed.Schedule.Kind == DatasetKind.Quotes && held.Contains(feed.Id.AssetId) ? feed with { IsHeld = true } : feed;
    }

    /// <summary>Asks the sources that standby feeds stand by for; GetAsync interleaves there, so that two may ask each other.</summary>
    private async Task<ImmutableArray<PlannedFeed>> StandInAsync(ImmutableArray<PlannedFeed> plan, CancellationToken cancellationToken)
    {
        var before = plan.Where(feed => feed.Schedule.Standby).ToDictionary(feed => feed.Id, SourcesBefore);
        var asked = before.Values.SelectMany(ids => ids).Distinct(StringComparer.Ordinal).ToList();
        if (asked.Count == 0)
        {
            return plan;
        }

        var now = time.GetUtcNow();
        var views = (await Task.WhenAll(asked.Select(id => ViewAsync(id, cancellationToken)))).OfType<DataSourceView>().ToList();
        var doubts = await DoubtsAsync(before.Keys);
        return [.. plan.Select(feed => before.TryGetValue(feed.Id, out var ids) ? FallbackRules.Decide(feed, ids, DownFor(feed)) : feed)];

        HashSet<string> DownFor(PlannedFeed feed) => views
            .Where(view => FallbackRules.Lacks(view, feed.Id, now)
                || FallbackRules.IsDoubted(doubts.GetValueOrDefault(feed.Id.AssetId), view.Definition.Id, now))
            .Select(view => view.Definition.Id).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>The quotes that are not believed, of the assets that have feeds of quotes that stand by.</summary>
    private async Task<Dictionary<string, QuoteDoubt>> DoubtsAsync(IEnumerable<FeedId> standby)
    {
        var assets = standby.Where(feed => feed.Dataset == DatasetKinds.Quotes).Select(feed => feed.AssetId)
            .Distinct(StringComparer.Ordinal);
        var doubts = await Task.WhenAll(assets.Select(async id => (id, await DoubtAsync(id))));
        return doubts.Where(one => one.Item2 is not null).ToDictionary(one => one.id, one => one.Item2!, StringComparer.Ordinal);
    }

    private async Task<QuoteDoubt?> DoubtAsync(string assetId)
    {
        try
        {
            return (await grains.GetGrain<IAssetGrain>(Keys.Asset(assetId)).GetAsync()).Doubt;
        }
        catch (NotFoundException)
        {
            // The catalogue is still being applied: the next plan, a minute later, finds the asset.
            return null;
        }
    }

    private ImmutableArray<string> SourcesBefore(PlannedFeed feed) => configuration.FindInstrument(feed.Id.AssetId) is { } asset
        ? FallbackRules.SourcesBefore(configuration.Sources, asset, feed.Id.SourceId, feed.Id.Dataset)
        : [];

    private async Task<DataSourceView?> ViewAsync(string sourceId, CancellationToken cancellationToken)
    {
        try
        {
            return await grains.GetGrain<IDataSourceGrain>(Keys.DataSource(sourceId)).GetAsync(cancellationToken);
        }
        catch (NotFoundException)
        {
            // The catalogue is still being applied: the next plan, a minute later, finds the source.
            return null;
        }
    }

    /// <summary>
    /// US dollars a month now. The enabled assets are read from the registry, all at once: what is decided, such as the plan, asks the
    /// assets themselves.
    /// </summary>
    public async Task<decimal> MonthlyCostUsdAsync(DataSourceDefinition source, CancellationToken cancellationToken)
    {
        if (source.MonthlyCostUsd == 0)
        {
            return 0;
        }

        var enabled = (await registry.GetFlagsAsync(cancellationToken))
            .Where(flag => flag is { Kind: CatalogueRules.AssetKind, Enabled: true })
            .Select(flag => flag.Id).ToHashSet(StringComparer.Ordinal);
        return CostRules.MonthlyUsd(source, configuration.Assets.Where(asset => enabled.Contains(asset.Id)));
    }

    /// <summary>A pair is needed as much as any of the assets that it converts.</summary>
    private async Task<FeedNeed> NeedOfAsync(ConversionPair pair, ImmutableArray<string> warmUp) => (await Task.WhenAll(
        configuration.Assets.Where(asset => pair.Converts(asset.Id)).Select(asset => NeedOfAsync(asset, warmUp))))
        .Select(one => one.Need).DefaultIfEmpty(FeedNeed.None).Max();

    /// <summary>What is held is collected though it is disabled: a position that nobody marks cannot be watched.</summary>
    private async Task<(FeedNeed Need, bool IsHeld)> NeedOfAsync(AssetDefinition asset, ImmutableArray<string> warmUp)
    {
        try
        {
            var view = await grains.GetGrain<IAssetGrain>(Keys.Asset(asset.Id)).GetAsync();
            var need = view.Enabled || view.IsHeld ? FeedNeed.Enabled
                : warmUp.Contains(asset.Id, StringComparer.Ordinal) ? FeedNeed.WarmUp
                : FeedNeed.None;
            return (need, view.IsHeld);
        }
        catch (NotFoundException)
        {
            // The catalogue is still being applied: the next plan, a minute later, finds the asset.
            return (FeedNeed.None, false);
        }
    }

    private async Task<ImmutableArray<string>> AssetsOfNextPhaseAsync(CancellationToken cancellationToken)
    {
        foreach (var phase in configuration.Phases.OrderBy(phase => phase.Order))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!await IsActiveAsync(phase))
            {
                return phase.Assets;
            }
        }

        return [];
    }

    private async Task<bool> IsActiveAsync(PhaseDefinition phase)
    {
        try
        {
            return (await grains.GetGrain<IPhaseGrain>(Keys.Phase(phase.Id)).GetAsync()).Status == PhaseStatus.Active;
        }
        catch (NotFoundException)
        {
            // The catalogue is still being applied: until then the file's word counts.
            return phase.ActiveFromStart;
        }
    }
}
