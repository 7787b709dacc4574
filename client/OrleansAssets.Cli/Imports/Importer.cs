using System.Collections.Immutable;
using System.Diagnostics;
using System.Runtime.ExceptionServices;
using OrleansAssets.Api;
using OrleansAssets.Api.Bodies;
using OrleansAssets.Cli.Imports.Forms;

namespace OrleansAssets.Cli.Imports;

/// <summary>
/// Imports one file: every row is checked, and good ones are sent while the next are read. From the first bad one on nothing more is sent,
/// and nothing is kept (but with <c>--skip-bad</c>); the file is read to its end all the same, for all its faults.
/// </summary>
internal sealed class Importer<T>(ImportJob job, FileForm form, RowFormat<T> format, AddRows<T> add)
    where T : class
{
    /// <param name="client">Null where no silo is asked.</param>
    public async Task<(ImportCheck Check, ImportReport Report)> RunAsync(
        AssetsApi? client, IImportProgress progress, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        await using var stream = ImportFile.Open(job.Path);
        using var file = new RowStream<T>(stream, format, form);
        var header = file.ReadHeader();
        if (header.Faults.Length > 0)
        {
            return Ended(ImportCheck.OfHeader(header), "rejected", null, start);
        }

        if (client is null)
        {
            var offline = await ReadAsync(file, header, null, progress, stream.Length, cancellationToken);
            return Ended(offline with { Figures = format.Figures() }, IsImportable(offline) ? "checked" : "rejected", null, start);
        }

        var target = new ImportBody(job.Kind, job.Portfolio, job.BookDifferences, job.Confirmed, job.Currency);
        var sender = new ImportSender<T>(client.Import, Guid.NewGuid(), target, add);
        try
        {
            var check = await ReadAsync(file, header, sender, progress, stream.Length, cancellationToken);
            var figures = Task.Run(format.Figures, cancellationToken); // nobody waits for them before the end
            if (!IsImportable(check))
            {
                await sender.AbortAsync();
                return Ended(check with { Figures = await figures }, "rejected", null, start);
            }

            var counts = await sender.FinishAsync(job.DryRun, cancellationToken);
            return Ended(check with { Figures = await figures }, job.DryRun ? "checked" : "imported", counts, start);
        }
        catch (Exception exception)
        {
            if (await sender.AbortAsync() || exception is not OperationCanceledException)
            {
                throw;
            }

            throw new AssetsUnavailableException(
                "Cancelled while the silo was taking it in: it may be imported or not", exception)
            {
                Reason = UnavailableReason.NoAnswer, IsOutcomeUnknown = true,
            };
        }
    }

    /// <summary>
    /// Reads all rows. Where sending them fails, the others are only checked: faults of the file are told before those of a silo that
    /// may have failed by them.
    /// </summary>
    private async Task<ImportCheck> ReadAsync(
        RowStream<T> file, CsvHeader header, ImportSender<T>? sender, IImportProgress progress, long length,
        CancellationToken cancellationToken)
    {
        var step = sender is null ? "checking" : "importing";
        var tally = new RowTally<T>(format);
        ExceptionDispatchInfo? failure = null;
        foreach (var row in file.Rows(header))
        {
            cancellationToken.ThrowIfCancellationRequested();
            tally.Add(row);
            progress.Report(step, tally.Rows, file.BytesRead, length);
            if (row.Value is not { } value || sender is null || failure is not null || tally.HasBadRows && !job.SkipBad)
            {
                continue;
            }

            try
            {
                await sender.AddAsync(value, cancellationToken);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                failure = ExceptionDispatchInfo.Capture(exception);
            }
        }

        var check = tally.ToCheck(file, header);
        if (IsImportable(check))
        {
            failure?.Throw();
        }

        return check;
    }

    private bool IsImportable(ImportCheck check) => check.BadRows == 0 || job.SkipBad;

    private (ImportCheck Check, ImportReport Report) Ended(ImportCheck check, string outcome, ImportCounts? counts, long start) =>
        (check, Report(check, outcome, counts ?? new ImportCounts(0, 0, 0), start) with { IsAsked = job.DryRun && counts is not null });

    private ImportReport Report(ImportCheck check, string outcome, ImportCounts counts, long start) => new(
        job.Path,
        job.Kind,
        outcome,
        job.Portfolio,
        job.Asset,
        job.Timeframe,
        check.Rows,
        check.GoodRows,
        check.BadRows,
        check.OddRows,
        counts.Inserted,
        counts.Updated,
        counts.Unchanged,
        Math.Round(Stopwatch.GetElapsedTime(start).TotalSeconds, 3),
        check.IgnoredColumns,
        check.FaultCount,
        check.Faults,
        counts.Kept,
        counts.KeptRows)
    {
        Detected = form.Said.ToImmutableSortedDictionary(said => said.Name, said => said.Value, StringComparer.Ordinal),
        From = check.From,
        Until = check.Until,
        Days = check.Figures.Days,
        Gaps = check.Figures.Gaps,
        Splits = check.Figures.Splits,
        Trades = check.Figures.Trades,
        OpenTrades = check.Figures.OpenTrades,
        Aside = check.Aside,
        Remark = counts.Remark ?? check.Figures.Warning,
        Unbooked = counts.Unbooked,
        UnbookedRows = counts.UnbookedRows,
        Doubted = counts.Doubted,
        DoubtedRows = counts.DoubtedRows,
    };
}

/// <summary>A user's file.</summary>
internal static class ImportFile
{
    private const int ReadBufferBytes = 1 << 16;

    public static FileStream Open(string path) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.Read, ReadBufferBytes, FileOptions.SequentialScan);
}

/// <summary>What a command line asks to import.</summary>
/// <param name="Path">The file.</param>
/// <param name="Portfolio">For all but candles.</param>
/// <param name="Asset">For candles without the column: an id of the catalogue.</param>
/// <param name="Timeframe">For candles without the column: its code.</param>
internal sealed record ImportJob(
    ImportKind Kind, string Path, string? Portfolio, string? Asset, string? Timeframe, bool SkipBad, bool DryRun)
{
    /// <summary>Of events: whether the file is right where its dividends differ from the book.</summary>
    public bool BookDifferences { get; init; }

    /// <summary>Of fills: whether what is hard to believe is taken.</summary>
    public bool Confirmed { get; init; }

    /// <summary>Of equity: the currency of its amounts; null is the portfolio's.</summary>
    public string? Currency { get; init; }
}

/// <summary>What an import did, or why it did nothing.</summary>
/// <param name="Outcome"><c>imported</c>, <c>checked</c> (dry run) or <c>rejected</c>.</param>
/// <param name="Inserted">With <paramref name="Updated"/>, <paramref name="Unchanged"/>, <paramref name="Kept"/> and
/// <see cref="Unbooked"/> the good rows; 0 where nothing was imported and no book was asked.</param>
/// <param name="OddRows">Good rows whose open or close lies outside of low to high.</param>
/// <param name="Faults">At most 1,000; <paramref name="FaultCount"/> has the number of all.</param>
/// <param name="Kept">
/// Days or trades that the book wrote itself, with other figures: no import changes them. Events that the book has without this import.
/// </param>
/// <param name="KeptRows">The first of them; null where there are none.</param>
internal sealed record ImportReport(
    string File,
    ImportKind Kind,
    string Outcome,
    string? Portfolio,
    string? Asset,
    string? Timeframe,
    long Rows,
    long GoodRows,
    long BadRows,
    long OddRows,
    long Inserted,
    long Updated,
    long Unchanged,
    double Seconds,
    ImmutableArray<string> IgnoredColumns,
    long FaultCount,
    ImmutableArray<BadValue> Faults,
    long Kept,
    string? KeptRows)
{
    /// <summary>Whether the book was asked in a dry run: the counts are what it would do.</summary>
    public bool IsAsked { get; init; }

    /// <summary>What was found out of the file's form; options overrule it.</summary>
    public ImmutableSortedDictionary<string, string> Detected { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>When the first good row begins, UTC; null without one.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>When the last good row ends, UTC.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Different days of good rows.</summary>
    public long? Days { get; init; }

    /// <summary>Of candles: bars of the market's calendar between the first and the last that the file lacks.</summary>
    public long? Gaps { get; init; }

    /// <summary>Of daily candles of shares: days on which prices change their unit by a split, with asset and ratio.</summary>
    public ImmutableArray<string> Splits { get; init; } = [];

    /// <summary>Whole round trips; of fills those of this file by itself.</summary>
    public long? Trades { get; init; }

    /// <summary>Round trips that are open at its end.</summary>
    public long? OpenTrades { get; init; }

    /// <summary>Rows of another kind than what is imported, by their kind.</summary>
    public ImmutableSortedDictionary<string, long> Aside { get; init; } = ImmutableSortedDictionary<string, long>.Empty;

    /// <summary>What it did to the book beside its rows, as halts that it latched, or would do; null for nothing.</summary>
    public string? Remark { get; init; }

    /// <summary>Fills that are in no position, as the book keeps its own.</summary>
    public long Unbooked { get; init; }

    /// <summary>The first of them; null where there are none.</summary>
    public string? UnbookedRows { get; init; }

    /// <summary>Fills that were taken although they are hard to believe; in a dry run those that are.</summary>
    public long Doubted { get; init; }

    /// <summary>The first of them; null where there are none.</summary>
    public string? DoubtedRows { get; init; }
}
