using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Concurrency;
using Orleans.Runtime;
using OrleansAssets.Audit;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Portfolio;
using OrleansAssets.Domain.Portfolio.Accounting;
using OrleansAssets.Domain.Portfolio.Journal;
using OrleansAssets.Domain.Portfolio.Orders;
using OrleansAssets.Domain.Portfolio.Review;
using OrleansAssets.Domain.PreTrade;
using OrleansAssets.Imports;
using OrleansAssets.Portfolio;
using OrleansAssets.Storage;
using OrleansAssets.Storage.Portfolio;

namespace OrleansAssets.Grains.Portfolio;

/// <summary>One portfolio: the one writer of its book and its ledger.</summary>
/// <remarks>
/// Calls interleave, so that those that arrive during a write share the next one. The invariant that survives: everything that changes the
/// book is decided in <see cref="CommandLoop"/>, one command after another, and readers see only what is written.
/// </remarks>
[Reentrant]
internal sealed class PortfolioGrain : Grain, IPortfolioGrain
{
    private const int AttemptsMax = 8;

    private readonly IPersistentState<PortfolioState> _storage;
    private readonly AssetsConfiguration _configuration;
    private readonly ILedgerStore _ledger;
    private readonly IImportStore _imports;
    private readonly IPortfolioJournal _journal;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly BookKeeper _keeper;
    private readonly CommandLoop _loop;
    private readonly FactsReader _facts;
    private readonly BookSetting _setting;
    private readonly ReviewReader _review;
    private readonly ModeChanges _changes;
    private readonly string _id;

    public PortfolioGrain(
        [PersistentState(StateNames.Portfolio)] IPersistentState<PortfolioState> storage,
        IGrainContext context,
        IGrainFactory grains,
        AssetsConfiguration configuration,
        ILedgerStore ledger,
        IImportStore imports,
        IPortfolioJournal journal,
        TimeProvider clock,
        ILogger<PortfolioGrain> logger)
    {
        (_storage, _configuration, _ledger, _imports) = (storage, configuration, ledger, imports);
        (_journal, _clock, _logger) = (journal, clock, logger);
        _id = Keys.IdOf(context.GrainId.Key.ToString()!); // a grain has a key
        _setting = new BookSetting(Keys.IsShadowPortfolio(_id), configuration);
        _facts = new FactsReader(_id, grains, configuration, journal, clock);
        _review = new ReviewReader(_id, grains, _facts, _setting, clock);
        _keeper = new BookKeeper(_id, storage, journal, logger);
        _changes = new ModeChanges(clock);
        _loop = new CommandLoop(_id, journal, LoadAsync, OnWrittenAsync, clock);
    }

    public async Task<PortfolioView> GetAsync() => PortfolioRules.View(_id, await BookAsync(), _configuration.Risk, _clock.GetUtcNow());

    public async Task<TradingModeView> GetModeAsync() => PortfolioRules.Mode(await BookAsync());

    public IAsyncEnumerable<TradingModeView> WatchModeAsync(TimeSpan tellEvery, CancellationToken cancellationToken = default)
    {
        ModeChanges.Check(tellEvery);
        return _changes.WatchAsync(GetModeAsync, tellEvery, cancellationToken);
    }

    public async Task<OrderDecision> CheckOrderAsync(OrderRequest order)
    {
        OrderCheck.Check(order);
        ShadowRules.RequireClass(_id, order.AssetId, _configuration);
        for (var attempt = 0; attempt < AttemptsMax; attempt++)
        {
            var facts = await _facts.ReadAsync(order, await BookAsync(), CancellationToken.None);
            var outcome = await _loop.RunAsync(draft => OrderCommands.Check(draft, order, facts, _setting));
            if (!outcome.Again)
            {
                return outcome.Decision ?? await DecisionAsync(outcome.Sequence, CancellationToken.None);
            }
        }

        throw Restless();
    }

    public async Task<OrderDecision> DryCheckOrderAsync(OrderRequest order, CancellationToken cancellationToken = default)
    {
        OrderCheck.Check(order);
        ShadowRules.RequireClass(_id, order.AssetId, _configuration);
        var book = await BookAsync();
        var facts = await _facts.ReadAsync(order, book, cancellationToken);
        return DryChecks.Decide(new BookDraft(_id, book, _clock.GetUtcNow()), order, facts, _setting);
    }

    public async Task<PortfolioReview> ValidateAsync(CancellationToken cancellationToken = default) =>
        ReviewRules.Review(await _review.ReadAsync(await BookAsync(), cancellationToken));

    public async Task<WhatIfAnswer> WhatIfAsync(ImmutableArray<PriceShock> shocks, CancellationToken cancellationToken = default) =>
        WhatIfRules.Answer(
            await _review.ReadAsync(await BookAsync(), cancellationToken),
            shocks,
            [.. _configuration.Assets.Select(asset => asset.Id)]);

    public Task<ReleaseAnswer> ReleaseAsync(string reservationId, string reason)
    {
        FillCheck.CheckOperator("release", reservationId, BookCommands.Self, reason);
        return _loop.RunAsync(draft => OrderCommands.Release(draft, reservationId, reason, _setting));
    }

    public async Task<FillAnswer> RecordFillAsync(Fill fill)
    {
        FillCheck.Check(fill, _clock.GetUtcNow());
        for (var attempt = 0; attempt < AttemptsMax; attempt++)
        {
            var book = await BookAsync();
            var known = await _facts.FindAsync(JournalKinds.Fill, fill.FillId, book.Fills, CancellationToken.None);
            var quotes = await _facts.QuotesOfFillAsync(fill);
            var outcome = await _loop.RunAsync(draft =>
                FillCommands.Take(draft, fill, known, book.Head.Sequence, id => quotes.GetValueOrDefault(id), _setting));
            if (!outcome.Again)
            {
                return outcome.Fill is { } recorded
                    ? FillCommands.AnswerOf(recorded, outcome.Sequence, repeated: false)
                    : FillCommands.AnswerOf(
                        await EventAsync<FillRecorded>(outcome.Sequence, CancellationToken.None), outcome.Sequence, repeated: true);
            }
        }

        throw Restless();
    }

    public async Task<PortfolioView> MarkAsync(ImmutableArray<PriceMark> marks)
    {
        var now = _clock.GetUtcNow();
        var given = marks.IsDefault ? [] : marks;
        foreach (var mark in given)
        {
            FillCheck.Check(mark, now);
        }

        var quotes = await _facts.QuotesAsync(await BookAsync());
        await _loop.RunAsync(draft => MoneyCommands.Mark(draft, given, id => quotes.GetValueOrDefault(id), _setting));
        return await GetAsync();
    }

    public async Task<CashFlowAnswer> RecordCashFlowAsync(CashFlow flow)
    {
        FillCheck.Check(flow);
        for (var attempt = 0; attempt < AttemptsMax; attempt++)
        {
            var book = await BookAsync();
            var known = await _facts.FindAsync(JournalKinds.Flow, flow.FlowId, book.CashFlows, CancellationToken.None);
            var answer = await _loop.RunAsync(draft => MoneyCommands.Move(draft, flow, known, book.Head.Sequence, _setting));
            if (answer is not null)
            {
                return answer;
            }
        }

        throw Restless();
    }

    public async Task<PortfolioView> StateRateAsync(string currency, decimal rate, string by)
    {
        FillCheck.CheckRate(currency, rate, by);
        await BookAsync();
        await _loop.RunAsync(draft => MoneyCommands.State(draft, currency, rate, by));
        return await GetAsync();
    }

    public async Task<ActiveHalt> HaltAsync(HaltRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        FillCheck.CheckOperator("halt", request.ScopeId ?? _id, request.Operator, request.Reason);
        return await _loop.RunAsync(draft => HaltCommands.Halt(draft, request, _setting));
    }

    public async Task<ResetAnswer> ResetAsync(ResetRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        FillCheck.CheckOperator("reset", request.HaltId, request.Operator, request.Reason);
        return await _loop.RunAsync(draft => HaltCommands.Reset(draft, request, _setting));
    }

    public async Task<DrillReport> DrillAsync(string by)
    {
        FillCheck.CheckOperator("drill", _id, by, "rehearsal");
        var report = await new HaltDrill(GrainFactory, _configuration, _clock).RunAsync(_id, by);
        await _loop.RunAsync(draft => draft.Append(new DrillRun(report), by));
        return report;
    }

    public async Task<OrderDecision> GetDecisionAsync(string decisionId, CancellationToken cancellationToken = default) =>
        await DecisionAsync(SequenceOf(decisionId), cancellationToken);

    public async Task<DecisionReplay> ReplayDecisionAsync(string decisionId, CancellationToken cancellationToken = default)
    {
        var decision = await DecisionAsync(SequenceOf(decisionId), cancellationToken);
        var input = await _journal.GetInputAsync(decision.InputHash, cancellationToken)
            ?? throw new NotFoundException($"The inputs of decision '{decisionId}' are not stored.");
        return DecisionReplays.Of(decision, input);
    }

    public Task<ImmutableArray<AuditPosition>> GetJournalAnchorsAsync() =>
        Task.FromResult<ImmutableArray<AuditPosition>>([.. new[] { _loop.Published?.Head, _storage.State.Book?.Head }.OfType<AuditPosition>()]);

    public async Task<ImportCounts> TakeImportAsync(Guid importId, ImportKind kind)
    {
        if (kind is not (ImportKind.Trades or ImportKind.Equity))
        {
            throw new InvalidRequestException($"A portfolio takes trades and equity, not {kind}.");
        }

        await _keeper.NoteAsync(state => state with { Outdated = true });
        var counts = await _imports.PublishAsync(importId, kind, _id, CancellationToken.None);
        await TakeLedgerAsync(importId, kind);
        return counts;
    }

    /// <summary>Once a minute: quotes revalue what is held, reservations expire, days end, limits latch.</summary>
    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        var quotes = await _facts.QuotesAsync(await BookAsync());
        await _loop.RunAsync(draft => MoneyCommands.Revalue(draft, id => quotes.GetValueOrDefault(id), _setting));
    }

    private async Task<PortfolioBook> BookAsync()
    {
        if (_keeper.IsOutdated)
        {
            await TakeLedgerAsync(null, null);
        }

        return await _loop.GetAsync();
    }

    private async Task TakeLedgerAsync(Guid? importId, ImportKind? kind)
    {
        var totals = await _ledger.GetTotalsAsync(_id, CancellationToken.None);
        var open = await _ledger.GetOpenTradesAsync(_id, CancellationToken.None);
        var positions = PortfolioRules.Positions(open, ClassOf);
        var book = await _loop.RunAsync(draft => MoneyCommands.TakeImport(draft, importId, kind, totals, positions, _setting));
        await _keeper.NoteAsync(_ => new PortfolioState { Outdated = false, Book = book });
    }

    private Task<PortfolioBook> LoadAsync()
    {
        _facts.ReadIdsAgain();
        return _keeper.LoadAsync();
    }

    private async Task OnWrittenAsync(BookDraft written)
    {
        foreach (var entry in written.Events)
        {
            BookLog.Written(_logger, _id, entry);
        }

        _changes.Written(written.Book.ModeVersion);
        await _keeper.PhotographAsync(written.Book);
        if (written.Book.HasOwnRecord)
        {
            await _keeper.RemindAsync(this);
        }
    }

    private async Task<OrderDecision> DecisionAsync(long sequence, CancellationToken cancellationToken) =>
        (await EventAsync<OrderDecided>(sequence, cancellationToken)).Decision;

    private async Task<T> EventAsync<T>(long sequence, CancellationToken cancellationToken)
        where T : PortfolioEvent
    {
        var entry = await _journal.FindAsync(_id, sequence, cancellationToken);
        return entry is not null && PortfolioEventJson.Read(entry.Kind, entry.Payload) is T found
            ? found
            : throw new NotFoundException($"Portfolio '{_id}' has no such entry ({DecisionIds.Of(_id, sequence)}).");
    }

    private long SequenceOf(string decisionId) => DecisionIds.SequenceOf(_id, decisionId)
        ?? throw new NotFoundException($"'{Words.Given(decisionId)}' is no decision of portfolio '{_id}'.");

    private string? ClassOf(string assetId) => _configuration.Assets.FirstOrDefault(asset => asset.Id == assetId)?.ClassId;

    private StorageUnavailableException Restless() =>
        new($"Portfolio '{_id}' changed faster than its facts could be read: try again.");
}
