using System.Collections.Immutable;
using OrleansAssets.AssetClasses;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Performance;
using OrleansAssets.Performance;
using OrleansAssets.Storage;

namespace OrleansAssets.Grains.Performance;

/// <summary>Reads what a look-back is computed from, as it was known at an instant.</summary>
internal sealed class RecordReader(AssetsConfiguration configuration, ILedgerStore ledger, IPerformanceStore store, TimeProvider clock)
{
    private readonly ImmutableDictionary<string, MarketHours> _hours = configuration.Classes.ToImmutableDictionary(
        known => known.Id, known => known.Hours, StringComparer.Ordinal);

    public async Task<PerformanceRecord> ReadAsync(string portfolioId, PerformanceQuery query, CancellationToken cancellationToken)
    {
        var now = query.KnownAt ?? clock.GetUtcNow();
        var yesterday = DateOnly.FromDateTime(now.UtcDateTime).AddDays(-1);
        var last = query.AsOf is { } asOf && asOf < yesterday ? asOf : yesterday;
        // The store leads every answer with the last point before the range: asked for one day alone, it tells the newest until then.
        var newest = await ledger.GetKnownEquityAsync(portfolioId, last, last, query.KnownAt, cancellationToken);
        var until = newest.IsEmpty ? last : newest[^1].Day;
        var from = until.AddDays(1 - query.WindowDays);
        var equity = newest.IsEmpty
            ? []
            : await ledger.GetKnownEquityAsync(portfolioId, from, until, query.KnownAt, cancellationToken);
        var trades = await ledger.GetKnownTradesAsync(
            portfolioId, StartOf(from), StartOf(until.AddDays(1)), query.KnownAt, cancellationToken);
        return new PerformanceRecord(
            query, from, until, equity, [.. trades.Select(trade => new LedgerTrade(trade, ClassOf(trade.AssetId)))])
        {
            Profits = newest.IsEmpty
                ? []
                : await ledger.GetKnownProfitsAsync(portfolioId, from, until, query.KnownAt, cancellationToken),
            Hours = _hours,
        };
    }

    /// <summary>Daily closes of the benchmark that is asked for, null where none is.</summary>
    public async Task<DailyPrice[]?> ReadBenchmarkAsync(RecordResults measured, CancellationToken cancellationToken)
    {
        var query = measured.Record.Query;
        if (query.BenchmarkAssetId is not { } assetId)
        {
            return null;
        }

        var from = measured.Series.Points.IsEmpty ? measured.Record.From : measured.Series.Points[0].Day;
        var closes = await store.GetDailyClosesAsync(assetId, from, measured.Record.Until, query.KnownAt, cancellationToken);
        return [.. closes.Select(close => new DailyPrice(close.Day, (double)close.Price))];
    }

    private string? ClassOf(string assetId) => configuration.FindAsset(assetId)?.ClassId;

    private static DateTimeOffset StartOf(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
}
