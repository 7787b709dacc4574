using OrleansAssets.Domain.Performance;
using OrleansAssets.Performance;
using OrleansAssets.Storage;

namespace OrleansAssets.Grains.Performance;

/// <summary>Fills the table of performance by asset, a day at a time; again and again gives the same rows.</summary>
internal sealed class AssetPerformanceFill(RecordReader records, IPerformanceStore store)
{
    public const int WindowDays = 60;

    /// <summary>Days that are made up for after a silo stood still.</summary>
    public const int DaysMax = 31;

    /// <summary>Class of an asset that the configuration no longer has.</summary>
    private const string UnknownClass = "unknown";

    public async Task RunAsync(string portfolioId, CancellationToken cancellationToken)
    {
        var newest = await records.ReadAsync(portfolioId, new PerformanceQuery(WindowDays), cancellationToken);
        var last = await store.GetLastAsOfAsync(portfolioId, cancellationToken);
        var first = last is { } done && done < newest.Until ? done.AddDays(1) : newest.Until;
        first = first < newest.Until.AddDays(1 - DaysMax) ? newest.Until.AddDays(1 - DaysMax) : first;
        for (var day = first; day < newest.Until; day = day.AddDays(1))
        {
            var record = await records.ReadAsync(portfolioId, new PerformanceQuery(WindowDays, AsOf: day), cancellationToken);
            await StoreAsync(portfolioId, record, cancellationToken);
        }

        await StoreAsync(portfolioId, newest, cancellationToken);
    }

    private async Task StoreAsync(string portfolioId, PerformanceRecord record, CancellationToken cancellationToken)
    {
        var rows = PerformanceRules.Parts(record, PerformanceGroup.Asset).Select(query =>
        {
            var measured = RecordResults.Of(record with { Query = query });
            return new AssetPerformance(
                query.AssetId!, // the parts are assets
                record.Closed.Where(measured.Record.Has).Select(entry => entry.ClassId)
                    .Concat(record.Profits.Where(measured.Record.Has).Select(part => part.ClassId)).FirstOrDefault() ?? UnknownClass,
                PerformanceRules.Report(measured),
                measured.Days.Sum(day => day.ProfitAndLoss),
                measured.Trades.Sum(trade => trade.Fees));
        });
        await store.UpsertAsync(portfolioId, record.Until, [.. rows], cancellationToken);
    }
}
