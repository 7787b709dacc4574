using OrleansAssets.Catalogue;
using OrleansAssets.DataSources;

namespace OrleansAssets.Tests.Simulation;

/// <summary>What a feed has reached it keeps, what it stored stays, and no feed that began is gone.</summary>
internal sealed class WatermarksNeverGoBack : ISimulationCheck
{
    private readonly Dictionary<FeedId, FeedView> _before = [];

    public string Name => "watermarks never go back";

    public async Task<IReadOnlyCollection<string>> FindAsync(SimulatedDay day)
    {
        var faults = new List<string>();
        var sources = await day.Simulation.Grains.GetGrain<ICatalogueGrain>(Keys.Catalogue).GetSourcesAsync();
        foreach (var feed in sources.SelectMany(source => source.Feeds))
        {
            if (_before.GetValueOrDefault(feed.Id) is { } before && (IsBehind(feed.Watermark, before.Watermark) || feed.Rows < before.Rows))
            {
                faults.Add($"{feed.Id} went from {before.Watermark:u} ({before.Rows} rows) back to {feed.Watermark:u} ({feed.Rows} rows)");
            }

            _before[feed.Id] = feed;
        }

        faults.AddRange(_before.Keys.Except(sources.SelectMany(source => source.Feeds).Select(feed => feed.Id))
            .Select(gone => $"{gone} is gone"));
        if (_before.Count == 0)
        {
            faults.Add("nothing was collected");
        }

        return faults;
    }

    private static bool IsBehind(DateTimeOffset? now, DateTimeOffset? before) => before is not null && (now is null || now < before);
}
