using OrleansAssets.Grains.Configuration;
using OrleansAssets.Grains.Storage;
using OrleansAssets.Performance;

namespace OrleansAssets.Grains.Performance;

/// <summary>Reads what a portfolio's performance over a look-back is measured from.</summary>
internal sealed class RecordReader(AssetsConfiguration configuration, ILedgerStore ledger, TimeProvider clock)
{
    public async Task<PerformanceRecord> ReadAsync(string portfolioId, PerformanceQuery query)
    {
        var yesterday = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime).AddDays(-1);
        var last = query.AsOf is { } asOf && asOf < yesterday ? asOf : yesterday;
        // The store leads every answer with the last point before the range: asked for one day alone, it tells the newest until then.
        var newest = await ledger.GetEquityAsync(portfolioId, last, last, CancellationToken.None);
        var until = newest.IsEmpty ? last : newest[^1].Day;
        var from = until.AddDays(1 - query.WindowDays);
        var equity = newest.IsEmpty ? [] : await ledger.GetEquityAsync(portfolioId, from, until, CancellationToken.None);
        var trades = await ledger.GetClosedTradesAsync(portfolioId, StartOf(from), StartOf(until.AddDays(1)), CancellationToken.None);
        return new PerformanceRecord(query, from, equity, [.. trades.Select(trade => TradeResult.Of(trade, ClassOf(trade.AssetId)))]);
    }

    private string? ClassOf(string assetId) => configuration.Assets.FirstOrDefault(asset => asset.Id == assetId)?.ClassId;

    private static DateTimeOffset StartOf(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
}
