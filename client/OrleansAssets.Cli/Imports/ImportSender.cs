using System.Collections.Immutable;
using OrleansAssets.Api;
using OrleansAssets.Api.Bodies;
using OrleansAssets.Imports;

namespace OrleansAssets.Cli.Imports;

/// <summary>Stages one batch of rows.</summary>
internal delegate Task AddRows<T>(IImportApi imports, Guid import, int batch, ImmutableArray<T> rows, CancellationToken cancellationToken);

/// <summary>
/// Sends rows in batches while they are read: begins with the first batch, and commits where all are good. Nobody sees any of them before.
/// </summary>
internal sealed class ImportSender<T>(IImportApi imports, Guid id, ImportBody target, AddRows<T> add)
    where T : class
{
    /// <summary>A commit of a large file takes longer than a call may; asking again gives the first answer.</summary>
    private const int CommitAttemptsMax = 20;
    private const int AddAttemptsMax = 3;

    /// <summary>Batches on their way while the next one is read: the silo reads one while it writes the other.</summary>
    private const int UnderWayMax = 2;
    private static readonly TimeSpan AbortLimit = TimeSpan.FromSeconds(1.5);

    private readonly ImmutableArray<T>.Builder _batch = ImmutableArray.CreateBuilder<T>(IImportGrain.BatchRowsMax);
    private readonly Queue<Task> _underWay = new(UnderWayMax);
    private int _batches;
    private bool _hasBegun, _isCommitting;

    /// <summary>Takes a good row, and waits where more than two batches would be on their way.</summary>
    public ValueTask AddAsync(T row, CancellationToken cancellationToken)
    {
        _batch.Add(row);
        return _batch.Count == IImportGrain.BatchRowsMax ? SendBatchAsync(cancellationToken) : ValueTask.CompletedTask;
    }

    /// <summary>Sends the last rows, and commits; of a dry run it tells what a commit would do, and drops them.</summary>
    public async Task<ImportCounts> FinishAsync(bool isDry, CancellationToken cancellationToken)
    {
        await BeginAsync(cancellationToken);
        if (_batch.Count > 0)
        {
            await SendBatchAsync(cancellationToken);
        }

        while (_underWay.TryDequeue(out var sent))
        {
            await sent;
        }

        if (!isDry)
        {
            _isCommitting = true;
            return await RetryAsync(() => imports.CommitAsync(id, cancellationToken), CommitAttemptsMax, cancellationToken);
        }

        var told = await RetryAsync(() => imports.DryCommitAsync(id, cancellationToken), CommitAttemptsMax, cancellationToken);
        await AbortAsync();
        return told;
    }

    /// <summary>Drops what was sent. What cannot be dropped now is dropped by the silo later, but for what it commits already.</summary>
    /// <returns>Whether it is certain that nothing was imported.</returns>
    public async Task<bool> AbortAsync()
    {
        if (!_hasBegun)
        {
            return true;
        }

        using var limit = new CancellationTokenSource(AbortLimit);
        await Task.WhenAll(_underWay).WaitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var dropped = imports.AbortAsync(id, limit.Token);
        await dropped.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return dropped.IsCompletedSuccessfully || !_isCommitting;
    }

    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        if (!_hasBegun)
        {
            _hasBegun = true;
            await imports.BeginAsync(id, target, cancellationToken);
        }
    }

    private async ValueTask SendBatchAsync(CancellationToken cancellationToken)
    {
        await BeginAsync(cancellationToken);
        if (_underWay.Count == UnderWayMax)
        {
            await _underWay.Dequeue();
        }

        var (number, rows) = (_batches++, _batch.DrainToImmutable());
        _batch.Capacity = IImportGrain.BatchRowsMax;
        _underWay.Enqueue(Task.Run(() => StageAsync(number, rows, cancellationToken), cancellationToken)); // written while it is read
    }

    private Task<bool> StageAsync(int number, ImmutableArray<T> rows, CancellationToken cancellationToken) => RetryAsync(
        async () =>
        {
            await add(imports, id, number, rows, cancellationToken);
            return true;
        },
        AddAttemptsMax,
        cancellationToken);

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
}
