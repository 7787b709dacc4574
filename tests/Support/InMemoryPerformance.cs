using System.Collections.Immutable;
using OrleansAssets.Storage;

namespace OrleansAssets.Tests.Support;

/// <summary>Performance by asset and prices of benchmarks, in memory.</summary>
internal sealed class InMemoryPerformance : IPerformanceStore
{
    public Dictionary<(string Portfolio, DateOnly AsOf, string Asset), AssetPerformance> Rows { get; } = [];

    public Dictionary<string, ImmutableArray<DailyClose>> Closes { get; } = new(StringComparer.Ordinal);

    public Task<DateOnly?> GetLastAsOfAsync(string portfolioId, CancellationToken cancellationToken) =>
        Task.FromResult(Rows.Keys.Where(key => key.Portfolio == portfolioId).Select(key => (DateOnly?)key.AsOf).Max());

    public Task<int> UpsertAsync(
        string portfolioId, DateOnly asOf, IReadOnlyCollection<AssetPerformance> rows, CancellationToken cancellationToken)
    {
        foreach (var row in rows)
        {
            Rows[(portfolioId, asOf, row.AssetId)] = row;
        }

        return Task.FromResult(rows.Count);
    }

    public Task<ImmutableArray<DailyClose>> GetDailyClosesAsync(
        string assetId, DateOnly from, DateOnly until, DateTimeOffset? knownAt, CancellationToken cancellationToken) =>
        Task.FromResult(Closes.GetValueOrDefault(assetId, []).Where(close => close.Day >= from && close.Day <= until).ToImmutableArray());
}
