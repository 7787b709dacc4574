using Microsoft.Extensions.Logging;
using OrleansAssets.Domain.Performance;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Performance;
using OrleansAssets.Storage;

namespace OrleansAssets.Grains.Performance;

/// <summary>
/// Fills the table of performance by asset, a day at a time; again and again gives the same rows. Days whose figures were corrected since,
/// and what comes after them, are told anew.
/// </summary>
internal sealed partial class AssetPerformanceFill(
    RecordReader records, ILedgerStore ledger, IPerformanceStore store, ILogger<AssetPerformanceFill> log)
{
    public const int WindowDays = 60;

    /// <summary>Days that are made up for after a silo stood still, or after a correction: as many as those of a book.</summary>
    public const int DaysMax = DayRules.DaysMax;

    /// <summary>Class of an asset that the configuration no longer has.</summary>
    private const string UnknownClass = "unknown";

    public async Task RunAsync(string portfolioId, CancellationToken cancellationToken)
    {
        var newest = await records.ReadAsync(portfolioId, new PerformanceQuery(WindowDays), cancellationToken);
        var last = await store.GetLastAsOfAsync(portfolioId, cancellationToken);
        var first = last is { } done && done <= newest.Until ? await FirstAsync(portfolioId, done, cancellationToken) : newest.Until;
        if (first < newest.Until.AddDays(1 - DaysMax) && newest.Until.AddDays(1 - DaysMax) is var bound)
        {
            LogLeftOut(portfolioId, first, bound);
            first = bound;
        }

        for (var day = first; day < newest.Until; day = day.AddDays(1))
        {
            var record = await records.ReadAsync(portfolioId, new PerformanceQuery(WindowDays, AsOf: day), cancellationToken);
            await StoreAsync(portfolioId, record, cancellationToken);
        }

        await StoreAsync(portfolioId, newest, cancellationToken);
    }

    /// <summary>
    /// The first day to be told: the newest that is stored, as its row may have been corrected after it was read, or an earlier one that
    /// was corrected since.
    /// </summary>
    private async Task<DateOnly> FirstAsync(string portfolioId, DateOnly stored, CancellationToken cancellationToken)
    {
        var since = new DateTimeOffset(stored.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero); // it was stored after that
        var revised = await ledger.GetRevisedDaysAsync(portfolioId, DateOnly.MinValue, stored, since, cancellationToken);
        return revised.IsEmpty ? stored : revised[0];
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

    [LoggerMessage(
        2510, LogLevel.Warning,
        "Performance by asset of portfolio {Portfolio} is to be told from {First} on; it is told from {Bound} on, earlier days stay as "
            + "they are")]
    private partial void LogLeftOut(string portfolio, DateOnly first, DateOnly bound);
}
