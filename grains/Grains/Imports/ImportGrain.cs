using System.Collections.Immutable;
using Orleans;
using Orleans.Placement;
using Orleans.Runtime;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Imports;
using OrleansAssets.Domain.Monetary;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Grains.Inner;
using OrleansAssets.Grains.Portfolio;
using OrleansAssets.Imports;
using OrleansAssets.MarketData;
using OrleansAssets.Portfolio;
using OrleansAssets.Storage;

namespace OrleansAssets.Grains.Imports;

/// <summary>
/// One import: checks every row again, stages it, and publishes all at once. Candles are written as they come, in a transaction that this
/// activation holds open: where it is lost, nothing of them was imported.
/// </summary>
/// <remarks>It stands at the gateway that its client talks to, so that a batch of thousands of rows makes one hop.</remarks>
[PreferLocalPlacement]
internal sealed class ImportGrain(
    [PersistentState(StateNames.Import)] IPersistentState<ImportState> storage,
    AssetsConfiguration configuration,
    IImportStore imports,
    IDayRateReader rates,
    PortfolioDirectory portfolios,
    TimeProvider clock) : Grain, IImportGrain
{
    private readonly Stored<ImportState> _state = new(storage);
    private readonly Dictionary<string, string> _classes = configuration.Assets.ToDictionary(
        asset => asset.Id, asset => asset.ClassId, StringComparer.Ordinal);

    // Candles also of what is collected and never traded: rates of the past come from them.
    private readonly Dictionary<string, string> _candleClasses = configuration.Instruments.ToDictionary(
        asset => asset.Id, asset => asset.ClassId, StringComparer.Ordinal);

    private readonly HashSet<string> _negative = new(
        configuration.Assets.Select(asset => asset.Id).Where(configuration.HasNegativePrices), StringComparer.Ordinal);

    /// <summary>
    /// The batches that came to this activation, and what tells one content from another: candles that are sent again are there, and no
    /// batch is sent again with other rows.
    /// </summary>
    private readonly Dictionary<int, int> _batches = [];

    private ICandleImport? _candles;
    private long _rows;
    private bool _isCommitting;

    private Guid ImportId => Guid.ParseExact(Keys.IdOf(this.GetPrimaryKeyString()), "D");

    public async Task BeginAsync(ImportTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        ImportTargets.Check(target);
        if (target.PortfolioId is { } portfolioId)
        {
            await portfolios.RequireAsync(portfolioId);
        }

        if (_state.Value.Stage == ImportStage.Open && _state.Value.Target == target)
        {
            await OpenCandlesAsync(target);
            return;
        }

        if (_state.Value.Stage != ImportStage.None)
        {
            throw InvalidRequestException.At(
                "import", ImportId, "must be an id that was not used",
                $"Import {ImportId} has begun before ({_state.Value.Stage}): take a new id.");
        }

        await _state.WriteAsync(new ImportState { Stage = ImportStage.Open, Target = target, OpenedAt = clock.GetUtcNow() });
        await OpenCandlesAsync(target);
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => CloseCandlesAsync();

    // A batch that is being written is finished: cut short, it would take all before it with it.
    public async Task AddCandlesAsync(int batch, ImmutableArray<Candle> candles, CancellationToken cancellationToken = default)
    {
        RequireOpenFor(ImportKind.Candles);
        ImportRules.CheckCandles(batch, candles.IsDefault ? [] : candles, _candleClasses, clock.GetUtcNow(), _negative.Contains);
        var open = _candles ?? throw Lost();
        if (IsNew(batch, candles))
        {
            await OrCloseAsync(() => open.WriteAsync(candles, CancellationToken.None));
            Note(batch, candles);
        }
    }

    public Task AddTradesAsync(int batch, ImmutableArray<Trade> trades, CancellationToken cancellationToken = default) =>
        AddForeignTradesAsync(
            batch, trades.IsDefault ? [] : [.. trades.Select((trade, row) => new ImportedTrade(trade, null, null, row + 1))],
            cancellationToken);

    public async Task AddForeignTradesAsync(
        int batch, ImmutableArray<ImportedTrade> trades, CancellationToken cancellationToken = default)
    {
        RequireOpenFor(ImportKind.Trades);
        IsNew(batch, trades);
        ImportRules.CheckTrades(batch, trades.IsDefault ? [] : trades, _classes, clock.GetUtcNow(), _negative.Contains);
        var rateOf = await RatesAsync(
            [.. trades.SelectMany(row => TradeConversion.Needed(row).Select(one => (one.Currency, one.Day, row.Line)))], cancellationToken);
        var kept = trades.Select(row => TradeConversion.Convert(row, rateOf)).ToArray();
        await imports.StageTradesAsync(ImportId, batch, kept, ClassOf, cancellationToken);
        Note(batch, trades);
    }

    public async Task AddFillsAsync(int batch, ImmutableArray<ImportedFill> fills, CancellationToken cancellationToken = default)
    {
        RequireOpenFor(ImportKind.Fills);
        IsNew(batch, fills);
        ImportRules.CheckFills(batch, fills.IsDefault ? [] : fills, _classes, clock.GetUtcNow(), _negative.Contains);
        await RatesAsync([.. fills.SelectMany(MissingRates.Of)], cancellationToken);
        await imports.StageFillsAsync(ImportId, batch, fills, ClassOf, cancellationToken);
        Note(batch, fills);
    }

    public async Task AddEventsAsync(
        int batch, ImmutableArray<ImportedEvent> events, CancellationToken cancellationToken = default)
    {
        RequireOpenFor(ImportKind.Events);
        IsNew(batch, events);
        ImportRules.CheckEvents(batch, events.IsDefault ? [] : events, _classes, clock.GetUtcNow());
        var rateOf = await RatesAsync([.. events.SelectMany(StatementConversion.Needed)], cancellationToken);
        var kept = events.Select(row => StatementConversion.InDollars(row, rateOf)).ToArray();
        await imports.StageEventsAsync(ImportId, batch, kept, cancellationToken);
        Note(batch, events);
    }

    public async Task AddEquityAsync(int batch, ImmutableArray<EquityPoint> points, CancellationToken cancellationToken = default)
    {
        RequireOpenFor(ImportKind.Equity);
        IsNew(batch, points);
        ImportRules.CheckEquity(batch, points.IsDefault ? [] : points, clock.GetUtcNow());
        var firstLine = ((long)batch * IImportGrain.BatchRowsMax) + 2; // below the header, where all batches before it are full
        var rateOf = await RatesAsync([.. EquityConversion.Needed(points, CurrencyOfAll, firstLine)], cancellationToken);
        await imports.StageEquityAsync(
            ImportId, batch, EquityConversion.Convert(points, CurrencyOfAll, firstLine, rateOf), cancellationToken);
        Note(batch, points);
    }

    public async Task<ImportCounts> CommitAsync(CancellationToken cancellationToken = default)
    {
        if (_state.Value is { Stage: ImportStage.Committed, Counts: { } before })
        {
            return before;
        }

        var target = RequireOpen();
        _isCommitting = true;
        try
        {
            return await PublishAsync(target, cancellationToken);
        }
        finally
        {
            _isCommitting = false;
        }
    }

    public async Task<ImportView> GetAsync(CancellationToken cancellationToken = default)
    {
        var (stage, target, isCommitting) = (_state.Value.Stage, _state.Value.Target, _isCommitting);
        if (stage == ImportStage.None || target is null)
        {
            throw new NotFoundException($"Nobody began an import {ImportId}.");
        }

        var isOpen = stage == ImportStage.Open;
        // A crash may come between the publishing and the state that tells of it.
        var counts = isOpen && !isCommitting ? await imports.FindPublishedAsync(ImportId, cancellationToken) : _state.Value.Counts;
        var (batches, rows) = !isOpen || counts is not null ? (0, 0)
            : target.Kind == ImportKind.Candles ? (_batches.Count, _rows)
            : await imports.CountStagedAsync(ImportId, cancellationToken);
        return new ImportView(
            ImportId, ImportSteps.Of(stage, isCommitting, counts is not null, target.Kind == ImportKind.Candles && _candles is null),
            target, _state.Value.OpenedAt, batches, rows, counts);
    }

    private async Task<ImportCounts> PublishAsync(ImportTarget target, CancellationToken cancellationToken)
    {
        var (doubts, doubted) = target is { Kind: ImportKind.Fills, PortfolioId: { } owner }
            ? await DoubtsAsync(owner, cancellationToken)
            : (null, 0);
        FillDoubts.Require(doubts, doubted, target.Confirmed);
        cancellationToken.ThrowIfCancellationRequested(); // what follows is finished
        // A crash between publishing and this write is healed by the next commit: the store answers a second publishing with the first
        // counts.
        var counts = target is { Kind: not ImportKind.Candles, PortfolioId: { } portfolioId }
            ? await CommitToAsync(GrainFactory.GetGrain<IPortfolioInnerGrain>(Keys.Portfolio(portfolioId)), target)
            : await CommitCandlesAsync();
        counts = counts with { Doubted = doubted, DoubtedRows = doubts };
        await _state.WriteAsync(_state.Value with { Stage = ImportStage.Committed, Counts = counts });
        return counts;
    }

    public async Task<ImportCounts> DryCommitAsync(CancellationToken cancellationToken = default)
    {
        var target = RequireOpen();
        if (target is not { Kind: not ImportKind.Candles, PortfolioId: { } portfolioId })
        {
            throw InvalidRequestException.At(
                "import", ImportId, "must be one of a portfolio",
                $"What a commit would do is told of what a portfolio takes, not of {target.Kind}.");
        }

        var (doubts, doubted) = target.Kind == ImportKind.Fills ? await DoubtsAsync(portfolioId, cancellationToken) : (null, 0);
        var counts = await GrainFactory.GetGrain<IPortfolioInnerGrain>(Keys.Portfolio(portfolioId))
            .DryTakeAsync(ImportId, target, cancellationToken);
        return counts with { Doubted = doubted, DoubtedRows = doubts };
    }

    public async Task AbortAsync()
    {
        if (_state.Value.Stage == ImportStage.Committed)
        {
            throw InvalidRequestException.At(
                "import", ImportId, "must be one that is not committed",
                $"Import {ImportId} is committed: its rows are published and cannot be aborted.");
        }

        await CloseCandlesAsync();
        await imports.DiscardAsync(ImportId, CancellationToken.None);
        await _state.WriteAsync(_state.Value with { Stage = ImportStage.Aborted });
    }

    /// <summary>Whether a batch did not come to this activation before.</summary>
    /// <exception cref="InvalidRequestException">It came with other rows.</exception>
    private bool IsNew<T>(int batch, ImmutableArray<T> rows) => !_batches.TryGetValue(batch, out var before) || (before == ContentOf(rows)
        ? false
        : throw InvalidRequestException.At(
            "batch", batch, "must carry the same rows as before, or be the next number",
            $"Batch {batch} of import {ImportId} was sent with other rows before: the same number must carry the same content. Nothing was "
            + "changed: send these rows under the next number, or abort the import and begin again with a new id.",
            "send these rows under the next number, or abort the import and begin again with a new id"));

    private void Note<T>(int batch, ImmutableArray<T> rows)
    {
        _rows += _batches.ContainsKey(batch) ? 0 : rows.Length;
        _batches[batch] = ContentOf(rows);
    }

    private static int ContentOf<T>(ImmutableArray<T> rows)
    {
        var content = new HashCode();
        foreach (var row in rows.IsDefault ? [] : rows)
        {
            content.Add(row);
        }

        return content.ToHashCode();
    }

    private Task<ImportCounts> CommitToAsync(IPortfolioInnerGrain portfolio, ImportTarget target) => target.Kind == ImportKind.Events
        ? portfolio.TakeEventsAsync(ImportId, target)
        : portfolio.TakeImportAsync(ImportId, target.Kind);

    /// <summary>What is hard to believe of the staged fills, in words; null where nothing is.</summary>
    private async Task<(string? Text, long Count)> DoubtsAsync(string portfolioId, CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var quoted = configuration.Assets.Select(asset => Conversions.QuoteCurrencyOf(asset.Id)).Distinct();
        var known = await rates.ReadAsync(quoted, today, today, cancellationToken);
        DoubtLimits[] limits = [.. FillDoubts.LimitsOf(configuration, currency => known.Find(currency, today)?.Rate)];
        var leverage = configuration.Risk.Orders.MaxGrossLeverage;
        var equity = await GrainFactory.GetGrain<IPortfolioInnerGrain>(Keys.Portfolio(portfolioId)).GetMeasureAsync();
        var (first, count) = await imports.FindDoubtedAsync(
            new ImportedFills(ImportId, portfolioId), limits, equity, leverage, cancellationToken);
        var byAsset = limits.ToDictionary(one => one.AssetId, StringComparer.Ordinal);
        var told = first.Select(one => FillDoubts.Of(one, byAsset[one.Fill.AssetId], leverage)).OfType<string>();
        return (FillDoubts.Text(told, count), count);
    }

    private async Task OpenCandlesAsync(ImportTarget target)
    {
        if (target.Kind == ImportKind.Candles && _candles is null)
        {
            _batches.Clear();
            _rows = 0;
            _candles = await imports.OpenCandlesAsync(ImportId, ClassOf, CancellationToken.None);
        }
    }

    private async Task<ImportCounts> CommitCandlesAsync()
    {
        if (_candles is not { } open)
        {
            return await imports.FindPublishedAsync(ImportId, CancellationToken.None) ?? throw Lost();
        }

        ImportCounts? counts = null;
        await OrCloseAsync(async () => counts = await open.CommitAsync(CancellationToken.None));
        await CloseCandlesAsync();
        return counts!; // or it was thrown
    }

    /// <summary>After a failure the transaction is over, and what was written in it.</summary>
    private async Task OrCloseAsync(Func<Task> write)
    {
        try
        {
            await write();
        }
        catch
        {
            await CloseCandlesAsync();
            throw;
        }
    }

    private async Task CloseCandlesAsync()
    {
        if (_candles is { } open)
        {
            _candles = null;
            await open.DisposeAsync();
        }
    }

    private InvalidRequestException Lost() => new(
        $"Import {ImportId} has lost its rows, as its silo was lost or nothing came for minutes; nothing of it was imported. Begin again "
        + "with a new id.");

    private void RequireOpenFor(ImportKind kind)
    {
        var target = RequireOpen();
        if (target.Kind != kind)
        {
            throw InvalidRequestException.At(
                "import", ImportId, $"must be one of {kind}",
                $"Import {ImportId} is open for {target.Kind}, not for {kind}.");
        }
    }

    /// <summary>The rates that rows need; refused where one of them is not known.</summary>
    private async Task<DayRate> RatesAsync(
        IReadOnlyCollection<(Currency Currency, DateOnly Day, long Line)> needed, CancellationToken cancellationToken)
    {
        if (needed.Count == 0)
        {
            return (_, _) => null;
        }

        var known = await rates.ReadAsync(
            needed.Select(one => one.Currency), needed.Min(one => one.Day), needed.Max(one => one.Day), cancellationToken);
        MissingRates.Refuse(needed, known.Find);
        return known.Find;
    }

    private ImportTarget RequireOpen() => _state.Value is { Stage: ImportStage.Open, Target: { } target }
        ? target
        : throw InvalidRequestException.At(
            "import", ImportId, "must be one that is open",
            $"Import {ImportId} is not open ({_state.Value.Stage}): begin one with a new id.", "begin one with a new id");

    private Currency CurrencyOfAll => _state.Value.Target?.Currency is { } code ? new Currency(code) : Conversions.Currency;

    private string ClassOf(string assetId) => _candleClasses[assetId];
}
