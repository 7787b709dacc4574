using System.Collections.Immutable;
using Orleans;
using Orleans.Concurrency;
using Orleans.Runtime;
using OrleansAssets.Audit;
using OrleansAssets.Domain;
using OrleansAssets.Domain.Accounts;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Portfolio;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Domain.Portfolio.Orders;
using OrleansAssets.Domain.Portfolio.Review;
using OrleansAssets.Grains.Inner;
using OrleansAssets.Grains.Reminders;
using OrleansAssets.Imports;
using OrleansAssets.MarketData;
using OrleansAssets.Notices;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Grains.Portfolio;

/// <summary>One portfolio: the one writer of its book and its ledger.</summary>
/// <remarks>
/// Calls interleave, so that those that arrive during a write share the next one. The invariant that survives: everything that changes the
/// book is decided in <see cref="CommandLoop"/>, one command after another, and readers see only what is written.
/// </remarks>
[Reentrant]
internal sealed class PortfolioGrain : Grain, IPortfolioGrain, IPortfolioInnerGrain
{
    private const string ReminderName = "portfolio";

    private static readonly TimeSpan RemindEvery = TimeSpan.FromMinutes(1);

    private readonly string _id;
    private readonly AssetsConfiguration _configuration;
    private readonly TimeProvider _clock;
    private readonly PortfolioDirectory _directory;
    private readonly FactsReader _facts;
    private readonly LiveBook _book;
    private readonly OrderCommands _orders;
    private readonly OrderReportCommands _reports;
    private readonly FillCommands _fills;
    private readonly MoneyCommands _money;
    private readonly EventCommands _events;
    private readonly EventImports _statements;
    private readonly CorrectionCommands _corrections;
    private readonly HaltCommands _halts;
    private readonly StopCommands _stops;
    private readonly ReviewReader _review;
    private readonly RecordLists _records;
    private readonly PortfolioMetrics _metrics;

    public PortfolioGrain(
        [PersistentState(StateNames.Portfolio)] IPersistentState<PortfolioState> storage, PortfolioServices services)
    {
        _id = Keys.IdOf(this.GetPrimaryKeyString());
        var loaded = services.Configuration;
        services = services with { Configuration = loaded.Of(_id) };
        (_configuration, _clock, _directory) = (services.Configuration, services.Clock, services.Directory);
        _metrics = services.Metrics;
        var context = new BookContext(Keys.IsShadowPortfolio(_id), services.Configuration)
        {
            Loaded = loaded,
            TimeOf = services.ClockCheck.Corrected,
        };
        var facts = new FactsReader(
            _id, services.Grains, services.Configuration, services.Journal, services.ImportedFills, services.Clock);
        _facts = facts;
        _book = new LiveBook(
            _id, context, services, facts, storage, () => this.EnsureReminderAsync(ReminderName, RemindEvery, RemindEvery));
        _orders = new OrderCommands(_book, facts, context, services);
        _reports = new OrderReportCommands(_book, facts, _orders, context, services.Clock);
        var retelling = new Retelling(_book, facts, context);
        var late = new LateCommands(_book, retelling, context, services.Clock);
        _corrections = new CorrectionCommands(
            _book, facts, new ImportedCorrections(_book, context, services.ImportedFills, services.Clock), retelling, context,
            services.Clock);
        _fills = new FillCommands(_book, facts, late, context, services.Clock);
        _money = new MoneyCommands(_book, facts, late, context, services.Clock);
        var booked = new BookedReader(_book, services.Actions, services.Clock);
        _events = new EventCommands(_book, facts, booked, _corrections, late, context, services.Clock);
        _statements = new EventImports(_book, booked, _events, _money, services.Imports, context);
        _halts = new HaltCommands(_book, facts, context, services);
        _stops = new StopCommands(_book, facts, context);
        _review = new ReviewReader(_id, services.Grains, facts, context, services.Clock);
        _records = new RecordLists(_book, services.Journal);
    }

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _metrics.Books.Add(_id, TellBook);
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _metrics.Books.Remove(_id, TellBook);
        return Task.CompletedTask;
    }

    public async Task<PortfolioView> GetAsync()
    {
        var (written, now) = (await _book.SeeAsync(), _clock.GetUtcNow());
        var standing = await _facts.StandingAsync(PortfolioRules.IsWaiting(written, _configuration.Approvals, now));
        return PortfolioRules.View(_id, written, _configuration, now, standing);
    }

    public async Task<TradingModeView> GetModeAsync() => PortfolioRules.Mode(await _halts.FollowAccountAsync());

    public IAsyncEnumerable<TradingModeView> WatchModeAsync(TimeSpan tellEvery, CancellationToken cancellationToken = default)
    {
        ModeChanges.Check(tellEvery);
        return _book.Modes.WatchAsync(GetModeAsync, tellEvery, cancellationToken);
    }

    public Task<OrderDecision> CheckOrderAsync(OrderRequest order) => _orders.CheckAsync(order);

    public Task<OrderDecision> DryCheckOrderAsync(OrderRequest order, CancellationToken cancellationToken = default) =>
        _orders.DryCheckAsync(order, cancellationToken);

    public Task<ReleaseAnswer> ReleaseAsync(string reservationId, string reason) => _orders.ReleaseAsync(reservationId, reason);

    public Task<OrderDecision> GetDecisionAsync(string decisionId, CancellationToken cancellationToken = default) =>
        _orders.GetAsync(decisionId, cancellationToken);

    public Task<DecisionReplay> ReplayDecisionAsync(string decisionId, CancellationToken cancellationToken = default) =>
        _orders.ReplayAsync(decisionId, cancellationToken);

    public async Task<PortfolioReview> ValidateAsync(CancellationToken cancellationToken = default) =>
        ReviewRules.Review(await _review.ReadAsync(await _book.SeeAsync(), cancellationToken));

    public async Task<WhatIfAnswer> WhatIfAsync(ImmutableArray<PriceShock> shocks, CancellationToken cancellationToken = default)
    {
        var written = await _book.SeeAsync();
        var input = await _review.ReadAsync(written, cancellationToken);
        var answer = WhatIfRules.Answer(input, shocks, [.. _configuration.Assets.Select(asset => asset.Id)]);
        var scopes = ScopeTrips.Of(written, _configuration.Halts, input, shocks);
        return answer with { Trips = [.. answer.Trips.Concat(scopes).OrderBy(trip => trip.AtPart)] };
    }

    public Task<Order> ReportOrderAsync(OrderReport report) => _reports.ReportAsync(report);

    public Task<Order> GetOrderAsync(string clientOrderId, CancellationToken cancellationToken = default) =>
        _orders.FindAsync(clientOrderId, cancellationToken);

    public Task<ImmutableArray<Order>> GetOrdersAsync(OrderQuery query, CancellationToken cancellationToken = default) =>
        _orders.ListAsync(query, cancellationToken);

    public Task<OrderPage> FindOrdersAsync(OrderQuery query, CancellationToken cancellationToken = default) =>
        _orders.PageAsync(query, cancellationToken);

    public Task<FillAnswer> RecordFillAsync(Fill fill) => _fills.RecordAsync(fill);

    public Task<AcceptanceAnswer> AcceptFillAsync(FillAcceptance acceptance) => _halts.AcceptAsync(acceptance);

    public Task<StopAnswer> MoveStopAsync(StopMove move) => _stops.MoveAsync(move);

    public async Task<PortfolioView> MarkAsync(ImmutableArray<PriceMark> marks)
    {
        await _money.MarkAsync(marks);
        return await GetAsync();
    }

    public Task<CashFlowAnswer> RecordCashFlowAsync(CashFlow flow) => _money.MoveAsync(flow);

    public Task<BookEventAnswer> RecordEventAsync(BookEvent bookEvent) => _events.RecordAsync(bookEvent);

    public Task<BookEventAnswer> DryRecordEventAsync(BookEvent bookEvent, CancellationToken cancellationToken = default) =>
        _events.DryAsync(bookEvent, cancellationToken);

    public Task<CorrectionAnswer> CorrectFillAsync(FillCorrection correction) => _corrections.CorrectAsync(correction);

    public Task<CorrectionAnswer> DryCorrectFillAsync(FillCorrection correction, CancellationToken cancellationToken = default) =>
        _corrections.DryCorrectAsync(correction).WaitAsync(cancellationToken);

    public Task<CorrectionAnswer> CorrectEventAsync(EventCorrection correction) => _events.CorrectAsync(correction);

    public Task<CorrectionAnswer> CorrectMarkAsync(MarkCorrection correction) => _corrections.CorrectAsync(correction);

    public async Task<PortfolioView> StateRateAsync(string currency, decimal rate, string by, bool confirmed = false)
    {
        await _money.StateRateAsync(currency, rate, by, confirmed);
        return await GetAsync();
    }

    public async Task<PortfolioView> CreateAsync(PortfolioCreation creation)
    {
        PortfolioNames.Check(_id, creation, await _directory.ListAsync());
        await _book.CreateAsync(creation.Operator, CleanText.Of(creation.Reason, FillCheck.TextLengthMax));
        return await GetAsync();
    }

    public Task<ActiveHalt> HaltAsync(HaltRequest request) => _halts.HaltAsync(request);

    public Task<ResetAnswer> ResetAsync(ResetRequest request) => _halts.ResetAsync(request);

    public Task<DrillReport> DrillAsync(string by, CancellationToken cancellationToken = default) =>
        _halts.DrillAsync(by, cancellationToken);

    public Task<FillPage> FindFillsAsync(RecordQuery query, CancellationToken cancellationToken = default) =>
        _records.FillsAsync(query, cancellationToken);

    public Task<FlowPage> FindCashFlowsAsync(RecordQuery query, CancellationToken cancellationToken = default) =>
        _records.FlowsAsync(query, cancellationToken);

    public Task<BookEventPage> FindEventsAsync(RecordQuery query, CancellationToken cancellationToken = default) =>
        _records.EventsAsync(query, cancellationToken);

    public Task<DecisionPage> FindDecisionsAsync(DecisionQuery query, CancellationToken cancellationToken = default) =>
        _records.DecisionsAsync(query, cancellationToken);

    public Task<ImmutableArray<AuditPosition>> GetJournalAnchorsAsync() => Task.FromResult(_book.Anchors);

    public Task<ImportCounts> TakeImportAsync(Guid importId, ImportKind kind) => _book.Imports.TakeAsync(importId, kind);

    public Task<ImportCounts> TakeEventsAsync(Guid importId, ImportTarget target) => _statements.TakeAsync(importId, target);

    public Task<ImportCounts> DryTakeAsync(Guid importId, ImportTarget target, CancellationToken cancellationToken = default) =>
        target.Kind == ImportKind.Events
            ? _statements.DryAsync(importId, target, cancellationToken)
            : _book.Imports.DryTakeAsync(importId, target.Kind, cancellationToken);

    public Task<ActiveHalt> HaltWithAccountAsync(string cause) => _halts.HaltWithAccountAsync(cause);

    public Task ResetWithAccountAsync(AccountReset reset) => _halts.ResetWithAccountAsync(reset);

    public Task<bool> IsConcernedAsync(CorporateAction action) => _events.IsConcernedAsync(action);

    public async Task<decimal?> GetMeasureAsync()
    {
        var written = await _book.SeeAsync();
        return PortfolioFold.ChainOf(written).IsFunded ? written.Equity.Amount : null;
    }

    // Paper is rehearsed without a word: its halts are told, as evidence depends on them.
    private async Task TellOfHoldingsAsync()
    {
        var written = await _book.SeeAsync();
        if (!Keys.IsShadowPortfolio(_id))
        {
            var review = ReviewRules.Review(await _review.ReadAsync(written, CancellationToken.None));
            await GrainFactory.GetGrain<INoticeOutboxGrain>(Keys.Notices).ReportAsync(
                $"{Keys.Portfolio(_id)}/holdings",
                HoldingNotices.Of(review, MarkAges.Of(written, _configuration, _clock.GetUtcNow())));
        }
    }

    /// <summary>
    /// Once a minute: quotes revalue what is held, reservations expire, days end, limits latch, and what people were told is compared with
    /// what stands.
    /// </summary>
    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        if (await _money.RevalueAsync() && Keys.ShadowClassOf(_id) is not null)
        {
            await _orders.FollowAdviceAsync();
        }

        await _book.ReportNoticesAsync();
        await TellOfHoldingsAsync();
    }

    private PortfolioBook? TellBook() => _book.Known is { HasMoney: true } book ? book : null;
}
