using Orleans;
using Orleans.Concurrency;

namespace OrleansAssets.Performance;

/// <summary>The performance of one portfolio; key <see cref="Keys.Performance"/>. It reads the ledger tables only, so a long look-back
/// never holds up the portfolio.</summary>
[Alias("OrleansAssets.IPerformanceGrain")]
public interface IPerformanceGrain : IGrainWithStringKey
{
    /// <summary>Performance over a look-back that ends with the newest finished day.</summary>
    [Alias("Measure"), AlwaysInterleave]
    Task<PerformanceReport> MeasureAsync(PerformanceQuery query);
}
