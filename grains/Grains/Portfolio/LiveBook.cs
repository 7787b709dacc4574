using System.Collections.Immutable;
using Orleans.Runtime;
using OrleansAssets.Audit;
using OrleansAssets.Domain.Assets;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Imports;
using OrleansAssets.Domain.Portfolio;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Domain.Portfolio.Orders;
using OrleansAssets.Grains.Inner;
using OrleansAssets.Notices;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Grains.Portfolio;

/// <summary>
/// The book of one activation as it is written. Commands change it one after another through <see cref="CommandLoop"/>; what an import
/// left in the tables is taken (<see cref="BookImports"/>) before anybody sees it; what follows a write (log, watchers of the mode,
/// snapshot, reminder) is done here.
/// </summary>
/// <param name="ensureReminderAsync">Registers the grain's reminder where it is absent.</param>
internal sealed class LiveBook(
    string portfolioId,
    BookContext context,
    PortfolioServices services,
    FactsReader facts,
    IPersistentState<PortfolioState> storage,
    Func<Task> ensureReminderAsync)
{
    private const int AttemptsMax = 8;

    /// <summary>Numbers that are looked through at once for the few of some kinds.</summary>
    private const int LookSize = 20_000;

    private const int FundedPage = 100;

    /// <summary>How often a command looks for such prices, each time after <see cref="LookAfter"/>.</summary>
    private const int LooksMax = 15;

    /// <summary>
    /// For so long after the book was woken the prices of days that were missed may still come: the feeds fill their gaps after a start.
    /// </summary>
    private static readonly TimeSpan PricesComeWithin = TimeSpan.FromMinutes(3);

    private static readonly TimeSpan LookAfter = TimeSpan.FromSeconds(1);

    private readonly DateTimeOffset _wokenAt = services.Clock.GetUtcNow();

    private readonly BookStore _store = new(portfolioId, storage, services.Journal, services.Log);
    private CommandLoop? _loop;
    private bool _isNewsWritten;
    private DateTimeOffset? _fundedAt;
    private BookImports? _imports;
    private bool _isKnown;

    public string PortfolioId => portfolioId;

    /// <summary>Who watches what may be traded.</summary>
    public ModeChanges Modes { get; } = new(services.Clock);

    /// <summary>Places of the journal that are remembered here.</summary>
    public ImmutableArray<AuditPosition> Anchors =>
        [.. new[] { Loop.Published?.Head, _store.SnapshotHead }.OfType<AuditPosition>()];

    /// <summary>The book as it is written, for whoever measures, from whatever thread; null where it is not known.</summary>
    public PortfolioBook? Known => _loop?.Published;

    /// <summary>What imports make of it.</summary>
    public BookImports Imports => _imports ??= new BookImports(this, context, services, facts, _store);

    private CommandLoop Loop => _loop ??= new CommandLoop(
        portfolioId, services.Journal, LoadAsync, OnWrittenAsync, services.Metrics, services.Clock, services.Log, NoticesOf);

    /// <summary>The book as it is written, be it that days passed since, or rows were imported.</summary>
    public Task<PortfolioBook> WrittenAsync() => Loop.GetAsync();

    /// <summary>
    /// The book as it is written, with all that passed since. Right after a start it waits some seconds for prices of missed days.
    /// </summary>
    /// <exception cref="NotFoundException">Nobody made a portfolio of that name: what is asked of a misspelt one is told.</exception>
    public Task<PortfolioBook> GetAsync() => BringUpAsync(mayStayBehind: false);

    /// <summary>
    /// Likewise for who changes nothing: while prices of days that were missed may still come, the book is as it was left
    /// (<see cref="IsBehind"/>), as a day that begins without them loses those days' rows for good.
    /// </summary>
    /// <exception cref="NotFoundException">Nobody made a portfolio of that name.</exception>
    public Task<PortfolioBook> SeeAsync() => BringUpAsync(mayStayBehind: true);

    /// <summary>Whether days passed that are not in a book yet.</summary>
    public bool IsBehind(PortfolioBook written) => context.Days.IsLate(written, context.TimeOf(services.Clock.GetUtcNow()));

    private async Task<PortfolioBook> BringUpAsync(bool mayStayBehind)
    {
        await RequireKnownAsync();
        if (_store.IsOutdated)
        {
            await Imports.TakeLedgerAsync(null, null, isNews: true);
        }

        var written = await Loop.GetAsync();
        written = IsBehind(written) ? await CatchUpAsync(written, mayStayBehind) : written;
        return IsOfOtherLimits(written) ? await LatchAsync() : written;
    }

    /// <summary>A draft of the book as it is written, to be thrown away.</summary>
    public BookDraft DraftOf(PortfolioBook book) => new(portfolioId, book, services.Clock.GetUtcNow());

    /// <summary>Runs a command; the answer comes when what it appended is durable.</summary>
    public Task<T> RunAsync<T>(Func<BookDraft, T> command)
    {
        // Where nothing has to be made up for, it is queued before anything else is answered: callers during a write share the next one.
        return _isKnown && Loop.Published is { } written && !_store.IsOutdated && !IsBehind(written)
            ? Loop.RunAsync(command)
            : AfterAsync();

        async Task<T> AfterAsync()
        {
            await GetAsync();
            return await Loop.RunAsync(command);
        }
    }

    /// <summary>Makes the portfolio known; where it is, nothing changes.</summary>
    public async Task CreateAsync(string by, string reason)
    {
        var account = await facts.AccountHaltsAsync();
        await FindLimitsAsync();
        await Loop.RunAsync(draft =>
        {
            if (draft.Book.Head.Sequence == 0)
            {
                draft.Append(new PortfolioCreated(reason), by);
                BookCommands.Latch(draft, context);
                BookCommands.Follow(draft, account);
            }

            return draft.NextSequence;
        });
        _isKnown = true;
    }

    /// <summary>A portfolio that was known stays so: nothing removes one.</summary>
    /// <exception cref="NotFoundException">Nobody made one of that name.</exception>
    public async Task RequireKnownAsync()
    {
        if (!_isKnown)
        {
            await services.Directory.RequireAsync(portfolioId);
            await FindLimitsAsync();
            _isKnown = true;
        }
    }

    // Once for as long as it is awake: the configuration is loaded once as well.
    private async Task FindLimitsAsync()
    {
        if (!context.IsShadow && await services.Journal.FindLimitsAsync(CancellationToken.None) is { } entry)
        {
            context.Elsewhere = LimitRules.Of(PortfolioEventJson.Read(entry.Kind, entry.Payload));
        }
    }

    /// <summary>Likewise alone, with what is read while it decides.</summary>
    public Task<T> RunAloneAsync<T>(Func<BookDraft, Task<T>> command) => Loop.RunAloneAsync(command);

    /// <summary>Entries of the journal after a number, oldest first.</summary>
    public Task<ImmutableArray<AuditEntry>> ReadAsync(long after, int max) =>
        services.Journal.ReadAsync(portfolioId, after, max, CancellationToken.None);

    /// <summary>What entries of some kinds up to a number make of a value, oldest first; a part of them is in memory at a time.</summary>
    /// <param name="since">Entries up to this number are left out.</param>
    public async Task<T> FoldKindsAsync<T>(
        IReadOnlyCollection<string> kinds, long until, T value, Func<T, AuditEntry, T> take, long since = 0)
    {
        for (var after = since; after < until; after += LookSize)
        {
            var entries = await services.Journal.ReadKindsAsync(
                portfolioId, kinds, after, Math.Min(after + LookSize, until), CancellationToken.None);
            value = entries.Aggregate(value, take);
        }

        return value;
    }

    /// <summary>
    /// When the book had its first money: by a cash flow or an import, or by a fill or an event at its own time. While it has none, the
    /// beginning of the day: what is of before that counts then.
    /// </summary>
    public async Task<DateTimeOffset> FundedAtAsync()
    {
        for (var (after, isRead) = (0L, _fundedAt is not null); !isRead;)
        {
            var entries = await ReadAsync(after, FundedPage);
            _fundedAt = entries.Select(FundsAt).FirstOrDefault(at => at is not null);
            (after, isRead) = (after + FundedPage, entries.Length < FundedPage || _fundedAt is not null);
        }

        var first = _fundedAt ?? new DateTimeOffset(services.Clock.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero);
        return (await GetAsync()).FlowedFrom is { } told && told < first ? told : first; // money that was told late
    }

    /// <summary>Books that were written lately.</summary>
    public RecentBooks Recent { get; } = new();

    private static DateTimeOffset? FundsAt(AuditEntry entry)
    {
        DateTimeOffset? own = entry.Kind switch
        {
            PortfolioEventJson.CashFlow or PortfolioEventJson.Import => entry.At,
            PortfolioEventJson.Fill or PortfolioEventJson.Event =>
                Amendments.HappenedAt(PortfolioEventJson.Read(entry.Kind, entry.Payload)),
            _ => null,
        };
        return own < entry.At ? own : own is null ? null : entry.At;
    }

    /// <summary>When the journal's first entry was written; null while it is empty.</summary>
    public async Task<DateTimeOffset?> BegunAtAsync() => await ReadAsync(0, 1) is [var first, ..] ? first.At : null;

    /// <summary>Likewise with facts that are read before it is queued, and again where the book has outrun them by then.</summary>
    /// <param name="command">Null where the facts must be read again.</param>
    public async Task<T> RunAsync<TFacts, T>(Func<PortfolioBook, Task<TFacts>> readAsync, Func<BookDraft, TFacts, T?> command)
        where T : class
    {
        for (var attempt = 0; attempt < AttemptsMax; attempt++)
        {
            var read = await readAsync(await GetAsync());
            if (await Loop.RunAsync(draft => command(draft, read)) is { } outcome)
            {
                return outcome;
            }
        }

        throw new StorageUnavailableException($"Portfolio '{portfolioId}' changed faster than its facts could be read: try again.");
    }

    /// <summary>An event that was written.</summary>
    /// <exception cref="NotFoundException">There is none of that number and kind.</exception>
    public async Task<T> EventAsync<T>(long sequence, CancellationToken cancellationToken)
        where T : PortfolioEvent
    {
        var entry = await services.Journal.FindAsync(portfolioId, sequence, cancellationToken);
        return entry is not null && PortfolioEventJson.Read(entry.Kind, entry.Payload) is T found
            ? found
            : throw new NotFoundException($"Portfolio '{portfolioId}' has no such entry ({DecisionIds.Of(portfolioId, sequence)}).");
    }

    /// <summary>
    /// Compares what people were told with what stands: the configuration may have changed, or an older version have written. Alone, so
    /// that no halt is written in between that it does not know of.
    /// </summary>
    public Task ReportNoticesAsync() => Loop.RunAloneAsync(async draft => await services.Notices.ReportAsync(
        Keys.Portfolio(portfolioId), BookNoticeRules.Standing(portfolioId, draft.Book, context.Configuration),
        services.Clock.GetUtcNow(), CancellationToken.None));

    // Whoever reads what may be traded after a start is not told of what the configuration before it allowed.
    private bool IsOfOtherLimits(PortfolioBook written) => (written.Limits ?? context.Elsewhere) is not null && !context.IsShadow
        && LimitRules.Due(
            written, context.Configuration.Approvals, () => context.LimitsHash, portfolioId, context.Elsewhere).Any();

    private Task<PortfolioBook> LatchAsync() => Loop.RunAsync(draft =>
    {
        BookCommands.Latch(draft, context);
        return draft.Book;
    });

    private async Task<PortfolioBook> CatchUpAsync(PortfolioBook written, bool mayStayBehind)
    {
        var past = await ReadPastAsync(written);
        for (var look = 0; MayPricesCome() && !CatchUp(DraftOf(written), past); look++)
        {
            if (mayStayBehind)
            {
                return written;
            }

            if (look == LooksMax)
            {
                break;
            }

            await Task.Delay(LookAfter, services.Clock);
            past = await ReadPastAsync(written);
        }

        return await Loop.RunAsync(draft =>
        {
            CatchUp(draft, past);
            return draft.Book;
        });
    }

    private bool MayPricesCome() => services.Clock.GetUtcNow() - _wokenAt < PricesComeWithin;

    private bool CatchUp(BookDraft draft, PastOfBook past) => BookCommands.CatchUp(
        draft, context,
        (id, instant) => past.Prices.GetValueOrDefault((id, instant))?.Believed(
            draft.Book.Positions.GetValueOrDefault(id), portfolioId, QuoteRules.Of(context.Configuration, id)),
        midnight => context.Days.IsWitnessed(past.Witnesses, midnight));

    // Prices of the midnights that passed: of what is held, and of the pairs that convert its currencies.
    private async Task<PastOfBook> ReadPastAsync(PortfolioBook written)
    {
        var priced = written.Positions.Keys.Select(Conversions.QuoteCurrencyOf).Distinct()
            .SelectMany(currency => Conversions.PairsOf(currency)).Concat(written.Positions.Keys)
            .Distinct(StringComparer.Ordinal).ToArray();
        var now = context.TimeOf(services.Clock.GetUtcNow());
        var midnights = DayRules.MidnightsUntil(written, now);
        var stored = await services.Prices.GetPastPricesAsync(priced, midnights, CancellationToken.None);
        return new PastOfBook(
            stored.ToDictionary(one => (one.AssetId, one.Instant)),
            written.Positions.IsEmpty ? await WitnessesAsync(midnights, now) : []);
    }

    // The newest prices of whatever is collected: they come from vendors, whose clocks are others'.
    private async Task<ImmutableArray<(string ClassId, DateTimeOffset At)>> WitnessesAsync(
        ImmutableArray<DateTimeOffset> midnights, DateTimeOffset now)
    {
        var classes = context.Configuration.Assets.ToDictionary(asset => asset.Id, asset => asset.ClassId, StringComparer.Ordinal);
        var stored = await services.Prices.GetLastPricesAsync(classes.Keys, [.. midnights, now], CancellationToken.None);
        return [.. stored.Select(one => (classes[one.AssetId], one.At)).Distinct()];
    }

    private BookNotices NoticesOf(PortfolioBook before, BookDraft draft)
    {
        var notices = BookNoticeRules.Of(before, draft, context.Configuration);
        _isNewsWritten |= !notices.IsEmpty;
        return notices;
    }

    private Task<PortfolioBook> LoadAsync()
    {
        facts.ReadIdsAgain();
        return _store.LoadAsync(Recent.Keep);
    }

    // What is written will be delivered: this only makes it sooner.
    private async Task NudgeAsync()
    {
        if (_isNewsWritten)
        {
            _isNewsWritten = false;
            await services.Grains.GetGrain<INoticeOutboxGrain>(Keys.Notices).NudgeAsync();
        }
    }

    private async Task OnWrittenAsync(BookDraft written)
    {
        foreach (var entry in written.Events)
        {
            BookLog.Written(services.Log, portfolioId, entry);
            services.Metrics.Written(portfolioId, entry);
        }

        // One that is made takes over what another halted by, though it halted when there was no other.
        if (written.Events.Any(entry =>
            entry.Event is PortfolioCreated or HaltLatched { Cause: HaltCause.EmergencyStop or HaltCause.DailyLoss }))
        {
            await services.Grains.GetGrain<IAccountInnerGrain>(Keys.Account).NudgeAsync();
        }

        Recent.Keep(written.Book);
        Modes.Written(written.Book.ModeVersion);
        await NudgeAsync();
        await _store.SnapshotAsync(written.Book);
        if (written.Book.HasMoney)
        {
            await _store.RemindAsync(ensureReminderAsync);
        }
    }

    /// <summary>What is stored of the days that passed since a book was left.</summary>
    private sealed record PastOfBook(
        IReadOnlyDictionary<(string AssetId, DateTimeOffset Instant), PastPrices> Prices,
        ImmutableArray<(string ClassId, DateTimeOffset At)> Witnesses);
}
