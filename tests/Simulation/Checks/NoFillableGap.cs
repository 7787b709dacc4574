using OrleansAssets.Catalogue;
using OrleansAssets.Tests.Storage;

namespace OrleansAssets.Tests.Simulation;

/// <summary>
/// No interval lacks its candle while the source could give it: by the ledger of gaps, and for the markets that never close by the rows
/// themselves.
/// </summary>
internal sealed class NoFillableGap : ISimulationCheck
{
    private const string Steps = """
        SELECT concat_ws(' ', source_id, asset_id, timeframe), open_time - step, open_time FROM (
            SELECT source_id, asset_id, timeframe, open_time,
                open_time - lag(open_time) OVER (PARTITION BY asset_id, source_id, timeframe ORDER BY open_time) AS step
            FROM candles WHERE asset_class = 'crypto') AS steps
        WHERE step <> CASE timeframe WHEN '1h' THEN interval '1 hour' ELSE interval '1 day' END
        """;

    public string Name => "no gap is left that a vendor could fill";

    /// <summary>Intervals that were looked at on the last day.</summary>
    public long Expected { get; private set; }

    public async Task<IReadOnlyCollection<string>> FindAsync(SimulatedDay day)
    {
        var sources = await day.Simulation.Grains.GetGrain<ICatalogueGrain>(Keys.Catalogue).GetSourcesAsync();
        var ledgers = sources.SelectMany(source => source.Feeds)
            .Where(feed => feed.Gaps is not null && feed.Id.Dataset.StartsWith("candles-", StringComparison.Ordinal)).ToList();
        Expected = ledgers.Sum(feed => feed.Gaps!.Expected);
        var missing = from feed in ledgers
                      let gaps = feed.Gaps
                      where gaps.Missing > 0 || gaps.Absent > 0
                      select $"{feed.Id} has {gaps.Received} of {gaps.Expected} intervals until {gaps.Until:u}: "
                          + $"{gaps.Missing} are missing, {gaps.Absent} are said to be absent, next {gaps.Next?.From:u}";
        var rows = await Rows.ReadAsync(day.Simulation.Database, Steps);
        return [.. missing, .. rows.Select(row => $"the rows step over an interval: {row}")];
    }
}
