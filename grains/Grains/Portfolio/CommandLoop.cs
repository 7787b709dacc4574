using System.Diagnostics;
using Microsoft.Extensions.Logging;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Storage.Portfolio;

namespace OrleansAssets.Grains.Portfolio;

/// <summary>
/// Decides a portfolio's commands one after another, and writes all that wait in one transaction. Commands arrive while a batch is being
/// written; they wait and are the next batch. The invariant that survives the interleaving of calls: <see cref="Published"/> is always
/// exactly what is written, and only this loop, of which one runs at a time, decides on anything newer.
/// </summary>
/// <remarks>Used on one activation only: its scheduler runs one turn at a time, so no lock is needed between awaits.</remarks>
internal sealed partial class CommandLoop(
    string portfolioId,
    IPortfolioJournal journal,
    Func<Task<PortfolioBook>> loadAsync,
    Func<BookDraft, Task> onWrittenAsync,
    PortfolioMetrics metrics,
    TimeProvider clock,
    ILogger logger,
    Func<PortfolioBook, BookDraft, BookNotices>? noticesOf = null)
{
    /// <summary>Most commands that may wait.</summary>
    public const int WaitingMax = 10_000;

    /// <summary>Most commands of one transaction.</summary>
    public const int BatchMax = 256;

    private readonly Queue<Waiting> _waiting = new();
    private bool _running;

    /// <summary>The book as it is written; null before it was read, and after a write whose outcome is unknown.</summary>
    public PortfolioBook? Published { get; private set; }

    /// <summary>The book as it is written, read where it is not known.</summary>
    public async Task<PortfolioBook> GetAsync() => Published ?? await RunAsync(draft => draft.Book);

    /// <summary>Queues a command; its answer comes when what it appended is durable.</summary>
    /// <exception cref="InvalidRequestException">Too many wait already.</exception>
    public Task<T> RunAsync<T>(Func<BookDraft, T> command) => EnqueueAsync(new Waiting<T>(command));

    /// <summary>
    /// Likewise with a command that reads while it decides: it runs alone, and what comes meanwhile waits for it. What takes long is read
    /// before.
    /// </summary>
    public Task<T> RunAloneAsync<T>(Func<BookDraft, Task<T>> command) => EnqueueAsync(new Alone<T>(command));

    private Task<T> EnqueueAsync<T>(Waiting<T> waiting)
    {
        if (_waiting.Count >= WaitingMax)
        {
            throw new InvalidRequestException($"Portfolio '{portfolioId}' has {WaitingMax:N0} commands waiting: try again in a moment.");
        }

        _waiting.Enqueue(waiting);
        if (!_running)
        {
            _running = true;
            _ = DrainAsync(); // its outcome is each command's answer: nothing else leaves it
        }

        return waiting.Answer;
    }

    private async Task DrainAsync()
    {
        try
        {
            while (_waiting.Count > 0)
            {
                await RunBatchAsync();
            }
        }
        finally
        {
            _running = false;
        }
    }

    private async Task RunBatchAsync()
    {
        using var span = JournalSpans.Begin(portfolioId, _waiting.Peek().Caller);
        var batch = new List<Waiting>();
        var isUnread = Published is null;
        BookDraft draft;
        try
        {
            Published ??= await loadAsync();
            isUnread = false;
            draft = new BookDraft(portfolioId, Published, clock.GetUtcNow());
            while (batch.Count < BatchMax && _waiting.TryPeek(out var one) && !(one.IsAlone && batch.Count > 0))
            {
                batch.Add(_waiting.Dequeue());
                JournalSpans.Share(span, one.Caller);
                await one.DecideAsync(draft);
                if (one.IsAlone)
                {
                    break;
                }
            }

            if (!draft.IsEmpty)
            {
                var notices = noticesOf?.Invoke(Published, draft) ?? BookNotices.None;
                await AppendAsync(draft.ToBatch() with { Notices = notices }, batch.Count);
                Published = draft.Book;
            }
        }
        catch (Exception exception)
        {
            // Whether it was written is unknown, or somebody else wrote: what is known of the book is read again before the next decision.
            Published = null;
            while (isUnread && _waiting.TryDequeue(out var one))
            {
                batch.Add(one); // nothing can be decided: nobody is kept waiting for the next attempt to read
            }

            batch.ForEach(one => one.Fail(exception));
            return;
        }

        batch.ForEach(one => one.Complete());
        await FollowAsync(draft);
    }

    private async Task AppendAsync(JournalBatch entries, int commands)
    {
        var (begun, done) = (clock.GetTimestamp(), false);
        try
        {
            await journal.AppendAsync(entries, CancellationToken.None);
            done = true;
        }
        finally
        {
            metrics.Appended(clock.GetElapsedTime(begun), commands, done);
        }
    }

    // It is written and answered: what fails after that takes no answer back, and keeps nobody waiting.
    private async Task FollowAsync(BookDraft written)
    {
        try
        {
            await onWrittenAsync(written);
        }
        catch (Exception exception)
        {
            LogFollowFailed(exception, portfolioId, written.Book.Head.Sequence);
        }
    }

    [LoggerMessage(
        2103, LogLevel.Error,
        "Portfolio {Portfolio}: what follows a write failed after entry {Sequence}. The entry and its answer stand; commands go on")]
    private partial void LogFollowFailed(Exception exception, string portfolio, long sequence);

    private abstract class Waiting
    {
        /// <summary>The trace of whoever asked; none where nobody traces.</summary>
        public ActivityContext Caller { get; } = Activity.Current?.Context ?? default;

        /// <summary>Whether no other shares its transaction.</summary>
        public virtual bool IsAlone => false;

        /// <summary>Decides, and keeps the answer back until it is written.</summary>
        public abstract ValueTask DecideAsync(BookDraft draft);

        public abstract void Complete();

        public abstract void Fail(Exception exception);
    }

    private class Waiting<T>(Func<BookDraft, T> command) : Waiting
    {
        private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T _decided = default!; // set by a decision, given only after it
        private Exception? _refusal;

        public Task<T> Answer => _answer.Task;

        public override ValueTask DecideAsync(BookDraft draft)
        {
            try
            {
                Decided(draft.Run(command));
            }
            catch (Exception exception)
            {
                Refused(exception); // this caller's alone: the others go on
            }

            return ValueTask.CompletedTask;
        }

        protected void Decided(T decided) => _decided = decided;

        protected void Refused(Exception refusal) => _refusal = refusal;

        public override void Complete()
        {
            if (_refusal is not null)
            {
                _answer.SetException(_refusal);
            }
            else
            {
                _answer.SetResult(_decided);
            }
        }

        public override void Fail(Exception exception) => _answer.SetException(_refusal ?? exception);
    }

    /// <param name="command">It appends at its end, once nothing can fail any more: what it throws leaves the draft as it was.</param>
    private sealed class Alone<T>(Func<BookDraft, Task<T>> command) : Waiting<T>(_ => throw new NotSupportedException())
    {
        public override bool IsAlone => true;

        public override async ValueTask DecideAsync(BookDraft draft)
        {
            try
            {
                Decided(await command(draft));
            }
            catch (Exception exception)
            {
                Refused(exception);
            }
        }
    }
}
