using System.Collections.Immutable;
using OrleansAssets.Domain.Imports;
using OrleansAssets.Domain.Monetary;
using OrleansAssets.Domain.Performance;
using OrleansAssets.Domain.Returns;
using OrleansAssets.Imports;
using OrleansAssets.MarketData;
using OrleansAssets.Performance;
using OrleansAssets.Portfolio;
using OrleansAssets.Storage;

namespace OrleansAssets.Tests.Support;

/// <summary>Ledger and import stage in memory, to the letter of their contracts.</summary>
internal sealed class InMemoryLedger(FaultPlan faults) : ILedgerStore, IImportStore, IImportedFillStore, IDayRateReader
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<DateOnly, EquityPoint> _equity = [];
    private readonly Dictionary<string, Trade> _trades = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ImportedFill> _fills = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Guid> _broughtBy = new(StringComparer.Ordinal);
    private readonly HashSet<Guid> _adopted = [];
    private readonly Dictionary<string, string> _takenBack = new(StringComparer.Ordinal);
    private readonly HashSet<string> _made = new(StringComparer.Ordinal);
    private readonly Dictionary<(Guid Import, int Batch), IReadOnlyCollection<object>> _staged = [];
    private readonly Dictionary<Guid, ImportCounts> _published = [];
    private readonly List<(DateTimeOffset At, object Row)> _versions = [];

    /// <summary>Candles published.</summary>
    public HashSet<Candle> Candles { get; } = [];

    public int StagedBatches => _staged.Count;

    public DateTimeOffset? AbandonedBefore { get; private set; }

    /// <summary>When the rows that come next are recorded.</summary>
    public DateTimeOffset RecordedAt { get; set; } = DateTimeOffset.UnixEpoch;

    public void Record(IEnumerable<EquityPoint> points)
    {
        foreach (var point in points)
        {
            Put(point);
        }
    }

    public void Record(IEnumerable<DayProfit> profits)
    {
        foreach (var profit in profits)
        {
            Put(profit);
        }
    }

    public void Record(IEnumerable<Trade> trades)
    {
        foreach (var trade in trades)
        {
            Put(trade);
        }
    }

    /// <summary>Trades that never were; what was known before is not told by this ledger any more.</summary>
    public void Remove(IEnumerable<string> tradeIds)
    {
        foreach (var id in tradeIds)
        {
            _trades.Remove(id);
            _versions.RemoveAll(version => version.Row is Trade trade && trade.TradeId == id);
        }
    }

    public async Task<ImmutableArray<EquityPoint>> GetKnownEquityAsync(
        string portfolioId, DateOnly from, DateOnly until, DateTimeOffset? knownAt, CancellationToken cancellationToken)
    {
        await faults.PassAsync("equity", cancellationToken);
        var points = Known<EquityPoint, DateOnly>(knownAt, point => point.Day).OrderBy(point => point.Day).ToArray();
        return points.Where(point => point.Day < from).TakeLast(1)
            .Concat(points.Where(point => point.Day >= from && point.Day <= until)).ToImmutableArray();
    }

    public Task<ImmutableArray<Trade>> GetKnownTradesAsync(
        string portfolioId, DateTimeOffset from, DateTimeOffset until, DateTimeOffset? knownAt, CancellationToken cancellationToken) =>
        Task.FromResult(Known<Trade, string>(knownAt, trade => trade.TradeId)
            .Where(trade => trade.OpenedAt < until && (trade.ClosedAt is null || trade.ClosedAt >= from))
            .OrderBy(trade => trade.ClosedAt ?? DateTimeOffset.MaxValue).ThenBy(trade => trade.TradeId, StringComparer.Ordinal)
            .ToImmutableArray());

    public Task<ImmutableArray<DayProfit>> GetKnownProfitsAsync(
        string portfolioId, DateOnly from, DateOnly until, DateTimeOffset? knownAt, CancellationToken cancellationToken) =>
        Task.FromResult<ImmutableArray<DayProfit>>(
        [
            .. Known<DayProfit, (DateOnly, string, string?)>(knownAt, part => (part.Day, part.AssetId, part.StrategyId))
                .Where(part => part.Day >= from && part.Day <= until)
                .OrderBy(part => part.Day).ThenBy(part => part.AssetId, StringComparer.Ordinal)
                .ThenBy(part => part.StrategyId ?? "", StringComparer.Ordinal),
        ]);

    public Task<ImmutableArray<DateOnly>> GetRevisedDaysAsync(
        string portfolioId, DateOnly from, DateOnly until, DateTimeOffset since, CancellationToken cancellationToken) =>
        Task.FromResult<ImmutableArray<DateOnly>>(
        [
            .. Known<EquityPoint, DateOnly>(since, point => point.Day)
                .Where(point => point.Day >= from && point.Day <= until && _equity[point.Day] != point)
                .Select(point => point.Day).Order(),
        ]);

    /// <summary>The last version of each row that was recorded by then.</summary>
    private IEnumerable<T> Known<T, TKey>(DateTimeOffset? knownAt, Func<T, TKey> key) where TKey : notnull =>
        _versions.Where(version => knownAt is null || version.At <= knownAt).Select(version => version.Row).OfType<T>()
            .GroupBy(key).Select(group => group.Last());

    public Task<ImmutableArray<Trade>> GetOpenTradesAsync(string portfolioId, CancellationToken cancellationToken) =>
        Task.FromResult(_trades.Values.Where(trade => trade.ClosedAt is null).ToImmutableArray());

    public async Task<ImmutableArray<LedgerTrade>> FindTradesAsync(
        string portfolioId, TradeQuery query, TradePlace? after, CancellationToken cancellationToken)
    {
        await faults.PassAsync("trades", cancellationToken);
        return
        [
            .. _trades.Values.Select(trade => new LedgerTrade(trade, ShippedConfiguration.Asset(trade.AssetId).ClassId))
                .Where(one => query.Scope == TradeScope.All || (query.Scope == TradeScope.Open) == (one.Trade.ClosedAt is null))
                .Where(one => (query.AssetId ?? one.Trade.AssetId) == one.Trade.AssetId
                    && (query.ClassId ?? one.ClassId) == one.ClassId && (query.StrategyId ?? one.Trade.StrategyId) == one.Trade.StrategyId)
                .Where(one => one.Trade.ClosedAt is not { } at || (DateOnly.FromDateTime(at.UtcDateTime) is var day
                    && day >= (query.From ?? day) && day <= (query.Until ?? day)))
                .Select(one => (Trade: one, Place: TradePlace.Of(one)))
                .OrderByDescending(one => one.Place.IsOpen).ThenByDescending(one => one.Place.At)
                .ThenBy(one => one.Place.TradeId, StringComparer.Ordinal)
                .Where(one => after is null || IsBehind(one.Place, after)).Select(one => one.Trade).Take(query.Most),
        ];
    }

    private static bool IsBehind(TradePlace place, TradePlace after) => place.IsOpen != after.IsOpen ? after.IsOpen
        : place.At != after.At ? place.At < after.At
        : string.CompareOrdinal(place.TradeId, after.TradeId) > 0;

    public Task<int> CountClosedTradesAsync(string portfolioId, CancellationToken cancellationToken) =>
        Task.FromResult(_trades.Values.Count(trade => trade.ClosedAt is not null));

    public Task<ICandleImport> OpenCandlesAsync(Guid importId, Func<string, string> classOf, CancellationToken cancellationToken) =>
        Task.FromResult<ICandleImport>(new CandleRows(this, importId));

    public Task<ImportCounts?> FindPublishedAsync(Guid importId, CancellationToken cancellationToken) =>
        Task.FromResult(_published.GetValueOrDefault(importId));

    public Task<(long Batches, long Rows)> CountStagedAsync(Guid importId, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var staged = _staged.Where(entry => entry.Key.Import == importId).Select(entry => entry.Value.Count).ToArray();
            return Task.FromResult((staged.LongLength, (long)staged.Sum()));
        }
    }

    public Task StageTradesAsync(
        Guid importId, int batch, IReadOnlyCollection<Trade> trades, Func<string, string> classOf, CancellationToken cancellationToken) =>
        Stage(importId, batch, trades);

    public Task StageFillsAsync(
        Guid importId, int batch, IReadOnlyCollection<ImportedFill> fills, Func<string, string> classOf,
        CancellationToken cancellationToken) =>
        Stage(importId, batch, fills);

    /// <summary>No rate is known, but those that are put here.</summary>
    public List<PairClose> Closes { get; } = [];

    public Task<DayRates> ReadAsync(
        IEnumerable<Currency> currencies, DateOnly from, DateOnly until, CancellationToken cancellationToken) =>
        Task.FromResult(new DayRates(Closes));

    public async Task StageEquityAsync(
        Guid importId, int batch, IReadOnlyCollection<EquityPoint> points, CancellationToken cancellationToken)
    {
        await faults.PassAsync("stage", cancellationToken);
        await Stage(importId, batch, points);
    }

    public async Task<ImportCounts> PublishAsync(Guid importId, ImportKind kind, string portfolioId, CancellationToken cancellationToken)
    {
        await faults.StepAsync("publish", () =>
        {
            lock (_gate)
            {
                if (!_published.ContainsKey(importId))
                {
                    _published[importId] = Publish(importId);
                }
            }

            return Task.CompletedTask;
        });
        return _published[importId];
    }

    public Task StageEventsAsync(
        Guid importId, int batch, IReadOnlyCollection<ImportedEvent> events, CancellationToken cancellationToken) =>
        Stage(importId, batch, events);

    public Task<ImmutableArray<EquityPoint>> ReadEquityAsync(Guid importId, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult<ImmutableArray<EquityPoint>>(
            [
                .. _staged.Where(entry => entry.Key.Import == importId).SelectMany(entry => entry.Value).OfType<EquityPoint>()
                    .OrderBy(point => point.Day),
            ]);
        }
    }

    public Task<ImmutableArray<ImportedEvent>> ReadEventsAsync(Guid importId, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult<ImmutableArray<ImportedEvent>>(
            [
                .. _staged.Where(entry => entry.Key.Import == importId).OrderBy(entry => entry.Key.Batch)
                    .SelectMany(entry => entry.Value).OfType<ImportedEvent>(),
            ]);
        }
    }

    public async Task<ImportCounts> NoteEventsAsync(
        Guid importId, string portfolioId, ImportCounts counts, CancellationToken cancellationToken)
    {
        await faults.StepAsync("note", () =>
        {
            lock (_gate)
            {
                _published.TryAdd(importId, counts);
                Discard(importId);
            }

            return Task.CompletedTask;
        });
        return _published[importId];
    }

    /// <summary>What is staged and new is inserted; nothing else is asked of it beforehand.</summary>
    public async Task<(ImportCounts Counts, ImmutableArray<ImportedFill> Unbooked, long UnbookedCount)> DryPublishAsync(
        Guid importId, ImportKind kind, string portfolioId, int max, CancellationToken cancellationToken)
    {
        await faults.PassAsync("dry", cancellationToken);
        lock (_gate)
        {
            var staged = _staged.Where(entry => entry.Key.Import == importId).SelectMany(entry => entry.Value).OfType<ImportedFill>()
                .ToArray();
            ImportedFill[] added = [.. staged.Where(fill => !_fills.ContainsKey(fill.FillId))];
            var updated = staged.Count(fill => _fills.TryGetValue(fill.FillId, out var known) && known != fill);
            return (
                new ImportCounts(added.Length, updated, staged.Length - added.Length - updated), [.. added.Take(max)], added.Length);
        }
    }

    /// <summary>Of its candles and days, by the rule itself.</summary>
    public async Task<(ImmutableArray<DoubtedFill> First, long Count)> FindDoubtedAsync(
        ImportedFills fills, IReadOnlyCollection<DoubtLimits> limits, decimal? equity, decimal leverage,
        CancellationToken cancellationToken)
    {
        await faults.PassAsync("doubts", cancellationToken);
        lock (_gate)
        {
            var doubted = _staged.Where(entry => entry.Key.Import == fills.ImportId).SelectMany(entry => entry.Value).OfType<ImportedFill>()
                .Select(fill => new DoubtedFill(
                    fill, CandleOf(fill)?.Low, CandleOf(fill)?.High,
                    _equity.Values.LastOrDefault(point => point.Day <= DateOnly.FromDateTime(fill.At.UtcDateTime))?.Equity ?? equity))
                .Where(one => FillDoubts.Of(one, limits.First(limit => limit.AssetId == one.Fill.AssetId), leverage) is not null).ToArray();
            return ([.. doubted.Take(FillDoubts.NamedMax)], doubted.Length);
        }
    }

    private Candle? CandleOf(ImportedFill fill) => Candles.FirstOrDefault(candle => candle.AssetId == fill.AssetId
        && candle.Timeframe == Timeframe.D1 && candle.OpenTime.UtcDateTime.Date == fill.At.UtcDateTime.Date);

    public Task<ImmutableArray<Guid>> ReadUnadoptedAsync(string portfolioId, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult<ImmutableArray<Guid>>([.. _published.Keys.Except(_adopted)]);
        }
    }

    public Task NoteAdoptedAsync(string portfolioId, IReadOnlyCollection<Guid> importIds, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _adopted.UnionWith(importIds);
            return Task.CompletedTask;
        }
    }

    public Task<ImportedFill?> FindAdoptedAsync(string portfolioId, string fillId, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult(IsAdopted(fillId) ? _fills[fillId] : null);
        }
    }

    public Task<ImportedRow?> FindFillAsync(string portfolioId, string fillId, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult(_fills.TryGetValue(fillId, out var fill)
                ? new ImportedRow(fill, IsAdopted(fillId), _takenBack.GetValueOrDefault(fillId))
                : null);
        }
    }

    public Task<PairedFills> PairAdoptedAsync(
        AssetFills fills, TakenBackFill? takenBack, DateTimeOffset until, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var pairing = new FillPairing(fills.ClassId, new DayRates(Closes).Find);
            var closed = Holding().Where(fill => IsAdopted(fill.FillId) && fill.FillId != takenBack?.FillId)
                .Concat(takenBack?.Right is { } right ? [right] : []).Where(fill => fill.AssetId == fills.AssetId)
                .OrderBy(fill => fill.At).ThenBy(fill => fill.Order).Sum(fill => pairing.Take(fill).Length);
            return Task.FromResult(new PairedFills([.. pairing.Open()], closed));
        }
    }

    public async Task TakeBackAsync(
        string portfolioId, TakenBackFill takenBack, Func<string, string> classOf, CancellationToken cancellationToken)
    {
        await faults.StepAsync("take back", () =>
        {
            lock (_gate)
            {
                if (_takenBack.TryAdd(takenBack.FillId, takenBack.CorrectionId))
                {
                    if (takenBack.Right is { } right)
                    {
                        (_fills[right.FillId], _broughtBy[right.FillId]) = (right, _broughtBy[takenBack.FillId]);
                    }

                    PairFills();
                }
            }

            return Task.CompletedTask;
        });
    }

    private IEnumerable<ImportedFill> Holding() => _fills.Values.Where(fill => !_takenBack.ContainsKey(fill.FillId));

    public Task<ImmutableArray<string>> ReadAdoptedIdsAsync(string portfolioId, int max, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult<ImmutableArray<string>>([.. _fills.Keys.Where(IsAdopted).Take(max)]);
        }
    }

    /// <summary>It knows of no journal: what an import brought is in no book.</summary>
    public Task<(ImmutableArray<ImportedFill> First, long Count)> ReadUnbookedAsync(
        Guid importId, int max, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var brought = _fills.Values.Where(fill => _broughtBy[fill.FillId] == importId).OrderBy(fill => fill.Line).ToArray();
            return Task.FromResult<(ImmutableArray<ImportedFill>, long)>(([.. brought.Take(max)], brought.Length));
        }
    }

    private bool IsAdopted(string fillId) => _broughtBy.TryGetValue(fillId, out var import) && _adopted.Contains(import);

    public Task DiscardAsync(Guid importId, CancellationToken cancellationToken)
    {
        Discard(importId);
        return Task.CompletedTask;
    }

    public Task<int> DiscardAbandonedAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        AbandonedBefore = before;
        return Task.FromResult(0);
    }

    private Task Stage(Guid importId, int batch, IReadOnlyCollection<object> rows)
    {
        lock (_gate)
        {
            _staged[(importId, batch)] = rows;
        }

        return Task.CompletedTask;
    }

    private void Discard(Guid importId)
    {
        foreach (var key in _staged.Keys.Where(key => key.Import == importId).ToArray())
        {
            _staged.Remove(key);
        }
    }

    private ImportCounts Publish(Guid importId)
    {
        var (inserted, updated, unchanged) = (0, 0, 0);
        var kept = new List<string>();
        foreach (var row in _staged.Where(entry => entry.Key.Import == importId).SelectMany(entry => entry.Value).ToArray())
        {
            var before = row switch
            {
                EquityPoint point => _equity.GetValueOrDefault(point.Day),
                Trade trade => _trades.GetValueOrDefault(trade.TradeId),
                Candle candle => Candles.Contains(candle) ? candle : null,
                ImportedFill fill => _fills.GetValueOrDefault(fill.FillId),
                _ => (object?)null,
            };
            if (OwnName(before) is { } name)
            {
                unchanged += before!.Equals(Content(before, row)) ? 1 : 0; // it has a name
                kept.AddRange(before.Equals(Content(before, row)) ? [] : [name]);
                continue;
            }

            (inserted, updated, unchanged) = before is null ? (inserted + 1, updated, unchanged)
                : before.Equals(row) ? (inserted, updated, unchanged + 1) : (inserted, updated + 1, unchanged);
            Put(row);
            if (row is ImportedFill brought)
            {
                _broughtBy.TryAdd(brought.FillId, importId);
            }
        }

        PairFills();
        Discard(importId);
        return new ImportCounts(inserted, updated, unchanged, kept.Count, kept.Count == 0 ? null : string.Join(", ", kept.Order()));
    }

    /// <summary>The name of a row that a book wrote itself; null for any other.</summary>
    private static string? OwnName(object? row) => row switch
    {
        EquityPoint { Provenance: not RecordProvenance.Import } point => $"{point.Day:yyyy-MM-dd}",
        Trade { Provenance: not RecordProvenance.Import } trade => trade.TradeId,
        _ => null,
    };

    /// <summary>Candles that nobody sees before the commit.</summary>
    private sealed class CandleRows(InMemoryLedger ledger, Guid importId) : ICandleImport
    {
        private int _batch;

        public Task WriteAsync(IReadOnlyList<Candle> candles, CancellationToken cancellationToken) =>
            ledger.Stage(importId, _batch++, candles);

        public Task<ImportCounts> CommitAsync(CancellationToken cancellationToken) =>
            ledger.PublishAsync(importId, ImportKind.Candles, "", cancellationToken);

        public ValueTask DisposeAsync()
        {
            ledger.Discard(importId);
            return ValueTask.CompletedTask;
        }
    }

    /// <summary>A book's row with the figures of an import.</summary>
    private static object Content(object before, object row) => (before, row) switch
    {
        (EquityPoint own, EquityPoint point) => own with { Equity = point.Equity, CashFlow = point.CashFlow },
        (Trade own, Trade trade) => trade with { Provenance = own.Provenance },
        _ => row,
    };

    private void PairFills()
    {
        var pairing = new FillPairing("", new DayRates(Closes).Find);
        var closed = Holding().OrderBy(fill => fill.At).ThenBy(fill => fill.Order).SelectMany(fill => pairing.Take(fill)).ToArray();
        foreach (var old in _made.Except(closed.Concat(pairing.Open()).Select(trade => trade.TradeId)).ToArray())
        {
            _trades.Remove(old);
        }

        _made.Clear();
        foreach (var trade in closed.Concat(pairing.Open()))
        {
            _made.Add(trade.TradeId);
            Put(trade);
        }
    }

    private void Put(object row)
    {
        switch (row)
        {
            case ImportedFill fill when !_takenBack.ContainsKey(fill.FillId):
                _fills[fill.FillId] = fill;
                break;
            case EquityPoint point:
                _versions.Add((RecordedAt, point));
                _equity[point.Day] = point;
                break;
            case Trade trade:
                _versions.Add((RecordedAt, trade));
                _trades[trade.TradeId] = trade;
                break;
            case DayProfit profit:
                _versions.Add((RecordedAt, profit));
                break;
            case Candle candle:
                Candles.Add(candle);
                break;
        }
    }
}
