using System.Collections.Immutable;
using Orleans;
using Orleans.Runtime;
using OrleansAssets.Grains.Configuration;
using OrleansAssets.Performance;

namespace OrleansAssets.Grains.Performance;

/// <summary>Measures a portfolio from its ledger. It keeps nothing, so its reads run beside one another.</summary>
internal sealed class PerformanceGrain(
    AssetsConfiguration configuration, RecordReader records, AssetPerformanceFill fill, TimeProvider clock) : Grain, IPerformanceGrain
{
    private const string DailyReminder = "daily";

    private static readonly TimeSpan Daily = TimeSpan.FromDays(1);

    private string PortfolioId => Keys.IdOf(this.GetPrimaryKeyString());

    public async Task<PerformanceReport> MeasureAsync(PerformanceQuery query) => PerformanceRules.Report(await MeasurementAsync(query));

    public async Task<PerformanceDetails> GetDetailsAsync(PerformanceQuery query)
    {
        var measured = await MeasurementAsync(query);
        return PerformanceRules.Details(measured, await StreakOfHistoryAsync(measured), await records.ReadBenchmarkAsync(measured));
    }

    public async Task<PerformanceIntervals> GetIntervalsAsync(PerformanceQuery query, double level)
    {
        QueryRules.CheckLevel(level);
        return PerformanceRules.Intervals(await MeasurementAsync(query), level);
    }

    public async Task<PerformanceSeries> GetSeriesAsync(PerformanceQuery query, int rollingDays)
    {
        QueryRules.CheckRolling(rollingDays);
        return SeriesRules.Of(await MeasurementAsync(query), rollingDays);
    }

    public async Task<ImmutableArray<PerformanceDetails>> CompareAsync(PerformanceQuery query, PerformanceGroup group)
    {
        var whole = await MeasurementAsync(query);
        var prices = await records.ReadBenchmarkAsync(whole);
        var parts = ImmutableArray.CreateBuilder<PerformanceDetails>();
        foreach (var part in PerformanceRules.Parts(whole.Record, group))
        {
            var measured = Measurement.Of(whole.Record with { Query = part });
            parts.Add(PerformanceRules.Details(measured, await StreakOfHistoryAsync(measured), prices));
        }

        return parts.DrainToImmutable();
    }

    public async Task StartAsync()
    {
        if (await this.GetReminder(DailyReminder) is null)
        {
            await this.RegisterOrUpdateReminder(DailyReminder, TimeSpan.FromMinutes(1), Daily);
        }
    }

    public Task ReceiveReminder(string reminderName, TickStatus status) => fill.RunAsync(PortfolioId);

    private async Task<Measurement> MeasurementAsync(PerformanceQuery query)
    {
        QueryRules.Check(query, configuration, clock.GetUtcNow());
        return Measurement.Of(await records.ReadAsync(PortfolioId, query));
    }

    /// <summary>Only a streak that fills the window can reach beyond it.</summary>
    private async Task<int> StreakOfHistoryAsync(Measurement measured)
    {
        var streak = measured.DayCounts.Streak;
        if (streak == 0 || streak < measured.Days.Length)
        {
            return streak;
        }

        var query = measured.Record.Query with { WindowDays = QueryRules.WindowDaysMax };
        return Math.Max(streak, Measurement.Of(await records.ReadAsync(PortfolioId, query)).DayCounts.Streak);
    }
}
