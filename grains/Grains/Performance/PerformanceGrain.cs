using System.Collections.Immutable;
using Orleans;
using Orleans.Runtime;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Performance;
using OrleansAssets.Grains.Inner;
using OrleansAssets.Grains.Portfolio;
using OrleansAssets.Grains.Reminders;
using OrleansAssets.Performance;
using OrleansAssets.Storage;

namespace OrleansAssets.Grains.Performance;

/// <summary>Measures a portfolio from its ledger. It keeps nothing, so its reads run beside one another.</summary>
internal sealed class PerformanceGrain(
    AssetsConfiguration configuration,
    RecordReader records,
    ILedgerStore ledger,
    AssetPerformanceFill fill,
    PortfolioDirectory portfolios,
    TimeProvider clock) : Grain, IPerformanceGrain, IPerformanceInnerGrain
{
    private const string DailyReminder = "daily";

    private static readonly TimeSpan Daily = TimeSpan.FromDays(1);

    private string PortfolioId => Keys.IdOf(this.GetPrimaryKeyString());

    public async Task<PerformanceReport> MeasureAsync(PerformanceQuery query, CancellationToken cancellationToken = default) =>
        PerformanceRules.Report(await MeasurementAsync(query, cancellationToken));

    public async Task<PerformanceDetails> GetDetailsAsync(PerformanceQuery query, CancellationToken cancellationToken = default)
    {
        var measured = await MeasurementAsync(query, cancellationToken);
        return PerformanceRules.Details(
            measured,
            await StreakOfHistoryAsync(measured, cancellationToken),
            await records.ReadBenchmarkAsync(measured, cancellationToken));
    }

    public async Task<PerformanceIntervals> GetIntervalsAsync(
        PerformanceQuery query, double level, CancellationToken cancellationToken = default)
    {
        QueryRules.CheckLevel(level);
        return PerformanceRules.Intervals(await MeasurementAsync(query, cancellationToken), level);
    }

    public async Task<PerformanceSeries> GetSeriesAsync(
        PerformanceQuery query, int rollingDays, CancellationToken cancellationToken = default)
    {
        QueryRules.CheckRolling(rollingDays);
        return SeriesRules.Of(await MeasurementAsync(query, cancellationToken), rollingDays);
    }

    public async Task<ImmutableArray<PerformanceDetails>> CompareAsync(
        PerformanceQuery query, PerformanceGroup group, CancellationToken cancellationToken = default)
    {
        var whole = await MeasurementAsync(query, cancellationToken);
        var prices = await records.ReadBenchmarkAsync(whole, cancellationToken);
        var parts = ImmutableArray.CreateBuilder<PerformanceDetails>();
        foreach (var part in PerformanceRules.Parts(whole.Record, group))
        {
            var measured = RecordResults.Of(whole.Record with { Query = part });
            parts.Add(PerformanceRules.Details(measured, await StreakOfHistoryAsync(measured, cancellationToken), prices));
        }

        return parts.DrainToImmutable();
    }

    public async Task<TradePage> FindTradesAsync(TradeQuery query, CancellationToken cancellationToken = default)
    {
        var after = TradeListRules.Check(query, configuration);
        var read = await ledger.FindTradesAsync(PortfolioId, query with { Most = query.Most + 1 }, after, cancellationToken);
        if (read.IsEmpty)
        {
            await portfolios.RequireAsync(PortfolioId, cancellationToken); // as of what is measured
        }

        return TradeListRules.Page(read, query.Most);
    }

    public Task StartAsync() => this.EnsureReminderAsync(DailyReminder, TimeSpan.FromMinutes(1), Daily);

    public Task ReceiveReminder(string reminderName, TickStatus status) => fill.RunAsync(PortfolioId, CancellationToken.None);

    private async Task<RecordResults> MeasurementAsync(PerformanceQuery query, CancellationToken cancellationToken)
    {
        QueryRules.Check(query, configuration, clock.GetUtcNow());
        var record = await records.ReadAsync(PortfolioId, query, cancellationToken);
        if (record.Equity.IsEmpty && record.Trades.IsEmpty)
        {
            await portfolios.RequireAsync(PortfolioId, cancellationToken); // a name without a record may be a misspelt one
        }

        return RecordResults.Of(record);
    }

    /// <summary>Only a streak that fills the window can reach beyond it.</summary>
    private async Task<int> StreakOfHistoryAsync(RecordResults measured, CancellationToken cancellationToken)
    {
        var streak = measured.DayCounts.Streak;
        if (streak == 0 || streak < measured.Days.Length)
        {
            return streak;
        }

        var query = measured.Record.Query with { WindowDays = QueryRules.WindowDaysMax };
        return Math.Max(streak, RecordResults.Of(await records.ReadAsync(PortfolioId, query, cancellationToken)).DayCounts.Streak);
    }
}
