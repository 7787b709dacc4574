using Orleans;
using OrleansAssets.Grains.Configuration;
using OrleansAssets.Performance;

namespace OrleansAssets.Grains.Performance;

/// <summary>Measures a portfolio from its ledger. It keeps nothing, so its calls run beside one another.</summary>
internal sealed class PerformanceGrain(AssetsConfiguration configuration, RecordReader records) : Grain, IPerformanceGrain
{
    public async Task<PerformanceReport> MeasureAsync(PerformanceQuery query)
    {
        QueryRules.Check(query, configuration);
        return PerformanceRules.Measure(await records.ReadAsync(Keys.IdOf(this.GetPrimaryKeyString()), query));
    }
}
