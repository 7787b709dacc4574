using System.Collections.Immutable;
using OrleansAssets.Api;
using OrleansAssets.Api.Bodies;
using OrleansAssets.Imports;

namespace OrleansAssets.Cli.Imports;

/// <summary>Stages one batch of rows.</summary>
internal delegate Task AddRows<T>(IImportApi imports, Guid import, int batch, ImmutableArray<T> rows, CancellationToken cancellationToken);

/// <summary>
/// Sends the rows of a checked file in batches: begin, add, commit; abort where anything fails before the commit, and after a dry run.
/// </summary>
internal sealed class ImportSender<T>(IImportApi imports, Guid id, AddRows<T> add, bool skipBad, bool isDry = false)
    where T : class
{
    /// <summary>A commit of a large file takes longer than a call may; asking again gives the first answer.</summary>
    private const int CommitAttemptsMax = 20;
    private const int AddAttemptsMax = 3;

    /// <summary>Batches on their way while the next one is read: the silo reads one while it writes the other.</summary>
    private const int UnderWayMax = 2;
    private static readonly TimeSpan AbortLimit = TimeSpan.FromSeconds(1.5);

    /// <exception cref="InvalidDataException">The file changed since it was checked. Nothing was imported.</exception>
    public async Task<ImportCounts> SendAsync(
        ImportBody target, RowStream<T> file, Action<long, long> progress, CancellationToken cancellationToken)
    {
        await imports.BeginAsync(id, target, cancellationToken);
        try
        {
            await AddAsync(file, progress, cancellationToken);
            if (isDry)
            {
                var told = await RetryAsync(() => imports.DryCommitAsync(id, cancellationToken), CommitAttemptsMax, cancellationToken);
                await AbortAsync();
                return told;
            }
        }
        catch
        {
            await AbortAsync();
            throw;
        }

        return await RetryAsync(() => imports.CommitAsync(id, cancellationToken), CommitAttemptsMax, cancellationToken);
    }

    private async Task AddAsync(RowStream<T> file, Action<long, long> progress, CancellationToken cancellationToken)
    {
        var batch = ImmutableArray.CreateBuilder<T>(IImportGrain.BatchRowsMax);
        var underWay = new Queue<Task>(UnderWayMax);
        var number = 0;
        long sent = 0;
        foreach (var row in GoodRows(file))
        {
            batch.Add(row);
            if (batch.Count == IImportGrain.BatchRowsMax)
            {
                if (underWay.Count == UnderWayMax)
                {
                    await underWay.Dequeue();
                }

                var (place, rows) = (number++, batch.DrainToImmutable());
                underWay.Enqueue(Task.Run(() => StageAsync(place, rows, cancellationToken), cancellationToken)); // written while it is read
                batch.Capacity = IImportGrain.BatchRowsMax;
                progress(sent += IImportGrain.BatchRowsMax, file.BytesRead);
            }
        }

        if (batch.Count > 0)
        {
            underWay.Enqueue(StageAsync(number, batch.DrainToImmutable(), cancellationToken));
        }

        await Task.WhenAll(underWay);
    }

    private IEnumerable<T> GoodRows(RowStream<T> file)
    {
        var header = file.ReadHeader();
        if (header.Faults.Length > 0)
        {
            throw Changed();
        }

        foreach (var row in file.Rows(header))
        {
            if (row.Value is { } value)
            {
                yield return value;
            }
            else if (!skipBad)
            {
                throw Changed();
            }
        }
    }

    private Task<bool> StageAsync(int number, ImmutableArray<T> rows, CancellationToken cancellationToken) => RetryAsync(
        async () =>
        {
            await add(imports, id, number, rows, cancellationToken);
            return true;
        },
        AddAttemptsMax,
        cancellationToken);

    /// <summary>The caller reports what failed; a stage that cannot be dropped now is dropped by the silo later.</summary>
    private async Task AbortAsync()
    {
        using var limit = new CancellationTokenSource(AbortLimit);
        await imports.AbortAsync(id, limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static async Task<TResult> RetryAsync<TResult>(Func<Task<TResult>> call, int attemptsMax, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await call();
            }
            catch (AssetsUnavailableException exception)
                when (exception.Reason == UnavailableReason.NoAnswer && attempt < attemptsMax)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    private static InvalidDataException Changed() =>
        new("The file changed between the check and the sending; nothing was imported. Import it again when it is complete.");
}
