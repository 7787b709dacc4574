using Microsoft.Extensions.Logging;
using Orleans.Runtime;
using Orleans.Storage;
using OrleansAssets.Audit;
using OrleansAssets.Domain.Audit;
using OrleansAssets.Domain.Portfolio;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Storage;
using OrleansAssets.Storage.Portfolio;

namespace OrleansAssets.Grains.Portfolio;

/// <summary>Reads a book from its snapshot and the journal after it, and takes snapshots.</summary>
internal sealed partial class BookStore(
    string portfolioId, IPersistentState<PortfolioState> storage, IPortfolioJournal journal, ILogger logger)
{
    /// <summary>Events between two snapshots.</summary>
    public const int SnapshotEvery = 500;

    private const int PageSize = 1_000;

    private readonly Stored<PortfolioState> _state = new(storage);
    private Task _lastWrite = Task.CompletedTask;
    private bool _reminderSeen;
    private long _trustedUntil;

    /// <summary>Whether an import changed the tables and the book does not know; also of a state from before there was a book.</summary>
    public bool IsOutdated => _state.Value.Outdated || (storage.RecordExists && _state.Value.Book is null);

    /// <summary>The last entry that the snapshot has; null without one.</summary>
    public AuditPosition? SnapshotHead => _state.Value.Book?.Head;

    /// <summary>The book as the journal has it now.</summary>
    /// <param name="keep">Takes books on the way.</param>
    /// <exception cref="StorageUnavailableException">The journal is broken: nothing is decided on it.</exception>
    public async Task<PortfolioBook> LoadAsync(Action<PortfolioBook>? keep = null)
    {
        var head = await journal.GetHeadAsync(portfolioId, CancellationToken.None);
        var book = await SealedAsync() ?? new PortfolioBook();
        _trustedUntil = book.Head.Sequence;
        while (true)
        {
            var entries = await journal.ReadAsync(portfolioId, book.Head.Sequence, PageSize, CancellationToken.None);
            foreach (var entry in entries)
            {
                keep?.Invoke(book);
                if (AuditChain.FaultOf(book.Head, entry) is { } fault)
                {
                    throw Broken(fault);
                }

                var read = PortfolioEventJson.Read(entry.Kind, entry.Payload);
                book = PortfolioFold.Apply(book, read, entry.Sequence, entry.At, entry.Actor) with { Head = entry.Position };
                if (entry.Sequence == head.Sequence && entry.Hash != head.Hash)
                {
                    throw Broken("the last entry is not the one that was written");
                }
            }

            if (entries.Length < PageSize)
            {
                return book.Head.Sequence >= head.Sequence && (head.Sequence > 0 || book.Head.Sequence == 0)
                    ? book
                    : throw Broken($"entries up to {head.Sequence} were written, and it ends with {book.Head.Sequence}");
            }
        }
    }

    /// <summary>
    /// The snapshot, if it is the one that was taken of this journal: whoever can write the state of grains could else take a peak or a
    /// halt out of it. Any other is read over, for the journal is the truth.
    /// </summary>
    private async Task<PortfolioBook?> SealedAsync()
    {
        if (_state.Value.Book is not { } book)
        {
            return null;
        }

        var (seal, entry) = (
            await journal.FindSealAsync(portfolioId, book.Head.Sequence, CancellationToken.None),
            await journal.FindAsync(portfolioId, book.Head.Sequence, CancellationToken.None));
        if (seal == StateSerializer.HashOf(book) && entry?.Hash == book.Head.Hash)
        {
            return book;
        }

        LogUnsealed(portfolioId, book.Head.Sequence);
        return null;
    }

    /// <summary>Takes a snapshot where the last one is old enough. A failure is told in the log and tried again later.</summary>
    public async Task SnapshotAsync(PortfolioBook book)
    {
        if (book.Head.Sequence - _trustedUntil < SnapshotEvery)
        {
            return;
        }

        try
        {
            await TakeAsync(book, state => state with { Book = book });
        }
        catch (Exception exception) when (exception is not InconsistentStateException)
        {
            LogSnapshotFailed(exception, portfolioId);
        }
        catch (InconsistentStateException)
        {
            await storage.ReadStateAsync(); // another activation took one: it is as good
        }
    }

    /// <summary>Takes the book that an import left, which its tables are of.</summary>
    public Task TakeAsync(PortfolioBook book) => TakeAsync(book, _ => new PortfolioState { Outdated = false, Book = book });

    /// <summary>
    /// Writes a change of the state, which is none of its book. Calls interleave; writes of the state go one after another.
    /// </summary>
    public Task NoteAsync(Func<PortfolioState, PortfolioState> change) => _lastWrite = AfterAsync(_lastWrite, change);

    /// <summary>Has the portfolio woken once a minute; asked for once, and again where that failed.</summary>
    /// <param name="ensureAsync">Registers the grain's reminder where it is absent.</param>
    public async Task RemindAsync(Func<Task> ensureAsync)
    {
        if (_reminderSeen)
        {
            return;
        }

        _reminderSeen = true;
        try
        {
            await ensureAsync();
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            _reminderSeen = false;
            LogReminderFailed(exception, portfolioId);
        }
    }

    // Wherever a book goes into the state its seal goes first: a snapshot without one is read over, a seal without a snapshot says nothing.
    private async Task TakeAsync(PortfolioBook book, Func<PortfolioState, PortfolioState> change)
    {
        await journal.SealAsync(portfolioId, book.Head.Sequence, StateSerializer.HashOf(book), CancellationToken.None);
        await NoteAsync(change);
        _trustedUntil = book.Head.Sequence;
    }

    private async Task AfterAsync(Task before, Func<PortfolioState, PortfolioState> change)
    {
        await Task.WhenAny(before); // its failure is its own caller's
        await _state.WriteAsync(change(_state.Value));
    }

    private StorageUnavailableException Broken(string fault) => new(
        $"The journal of portfolio '{portfolioId}' is broken: {fault}. Nothing is decided until it is restored; "
        + "see 'assets audit verify'.");

    [LoggerMessage(2101, LogLevel.Warning, "The snapshot of portfolio {Portfolio} was not taken; the next start reads more of the journal")]
    private partial void LogSnapshotFailed(Exception exception, string portfolio);

    [LoggerMessage(
        2119, LogLevel.Warning,
        "The snapshot of portfolio {Portfolio} up to entry {Sequence} is not as it was sealed: an earlier version took it, or somebody "
            + "changed it. The book is read from its journal instead")]
    private partial void LogUnsealed(string portfolio, long sequence);

    [LoggerMessage(2102, LogLevel.Warning, "The reminder of portfolio {Portfolio} could not be ensured; tried again with its next event")]
    private partial void LogReminderFailed(Exception exception, string portfolio);
}
