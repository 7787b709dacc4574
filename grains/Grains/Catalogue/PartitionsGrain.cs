using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Runtime;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Grains.Inner;
using OrleansAssets.Grains.Reminders;
using OrleansAssets.Storage;

namespace OrleansAssets.Grains.Catalogue;

/// <summary>Daily housekeeping of the time-series tables. It keeps nothing: what it ensures is in the database.</summary>
internal sealed partial class PartitionsGrain(
    AssetsConfiguration configuration,
    IMarketDataStore market,
    IImportStore imports,
    IRetentionStore retention,
    TimeProvider clock,
    ILogger<PartitionsGrain> log) : Grain, IPartitionsGrain
{
    private const string DailyReminder = "daily";

    /// <summary>Room for a silo that stands still over a long holiday.</summary>
    private const int MonthsAhead = 3;

    private static readonly TimeSpan Daily = TimeSpan.FromDays(1);

    /// <summary>An import that takes longer than this to send is given up.</summary>
    private static readonly TimeSpan AbandonedAfter = TimeSpan.FromDays(1);

    public async Task StartAsync()
    {
        await this.EnsureReminderAsync(DailyReminder, Daily, Daily);
        await KeepAsync();
    }

    public Task ReceiveReminder(string reminderName, TickStatus status) => KeepAsync();

    private async Task KeepAsync()
    {
        var now = clock.GetUtcNow();
        // As far back as a first collection reaches.
        var historyDays = configuration.Sources.SelectMany(source => source.Datasets)
            .Select(dataset => dataset.HistoryDays).DefaultIfEmpty(0).Max();
        await market.EnsurePartitionsAsync(
            now.AddDays(-historyDays), now.AddMonths(MonthsAhead),
            configuration.Retention.ToDictionary(
                series => series.Key, series => Retention.BeforeOf(series.Value, now), StringComparer.Ordinal),
            CancellationToken.None);
        if (await imports.DiscardAbandonedAsync(now - AbandonedAfter, CancellationToken.None) is > 0 and var discarded)
        {
            LogDiscarded(discarded);
        }

        foreach (var (table, days) in configuration.Retention)
        {
            var dropped = await retention.DropAsync(table, Retention.BeforeOf(days, now), now, CancellationToken.None);
            if (!dropped.IsEmpty)
            {
                LogDropped(dropped.Length, table, days, dropped.Sum(one => one.Bytes));
            }
        }

        foreach (var (table, days) in configuration.Compression)
        {
            var compressed = await retention.CompressAsync(table, Retention.BeforeOf(days, now), now, CancellationToken.None);
            if (!compressed.IsEmpty)
            {
                LogCompressed(compressed.Length, table, days, compressed.Sum(one => one.Bytes));
            }
        }
    }

    [LoggerMessage(
        2504, LogLevel.Information,
        "Compressed {Partitions} partitions of {Table}, older than {Days} days: {Bytes} bytes are free again")]
    private partial void LogCompressed(int partitions, string table, int days, long bytes);

    [LoggerMessage(
        2503, LogLevel.Information, "Dropped {Partitions} partitions of {Table}, older than {Days} days: {Bytes} bytes are free again")]
    private partial void LogDropped(int partitions, string table, int days, long bytes);

    [LoggerMessage(2501, LogLevel.Information, "Dropped the staged rows of {Imports} imports that were never committed")]
    private partial void LogDiscarded(int imports);
}
