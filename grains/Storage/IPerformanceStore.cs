using System.Collections.Immutable;
using OrleansAssets.Performance;

namespace OrleansAssets.Storage;

/// <summary>Measured performance by asset, and the prices of benchmarks.</summary>
public interface IPerformanceStore
{
    /// <summary>The newest day that the table has for a portfolio, null where it has none.</summary>
    Task<DateOnly?> GetLastAsOfAsync(string portfolioId, CancellationToken cancellationToken);

    /// <summary>Inserts rows of a day and updates those whose figures differ; answers how many changed.</summary>
    Task<int> UpsertAsync(
        string portfolioId, DateOnly asOf, IReadOnlyCollection<AssetPerformance> rows, CancellationToken cancellationToken);

    /// <summary>Daily closes of an asset in [from, until], oldest first, from the one source that has the most of them.</summary>
    /// <param name="knownAt">Only those recorded until then; null: all.</param>
    Task<ImmutableArray<DailyClose>> GetDailyClosesAsync(
        string assetId, DateOnly from, DateOnly until, DateTimeOffset? knownAt, CancellationToken cancellationToken);
}

/// <summary>The measured performance of one asset.</summary>
public sealed record AssetPerformance(string AssetId, string ClassId, PerformanceReport Report, decimal Profit, decimal Fees);

/// <summary>The last price of a UTC day.</summary>
public sealed record DailyClose(DateOnly Day, decimal Price);
