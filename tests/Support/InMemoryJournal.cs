using System.Collections.Concurrent;
using System.Collections.Immutable;
using Orleans.Storage;
using OrleansAssets.Audit;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Portfolio;
using OrleansAssets.Storage.Portfolio;

namespace OrleansAssets.Tests.Support;

/// <summary>Journals in memory, to the letter of their contract; a test may hold or fail the appends.</summary>
internal sealed class InMemoryJournal(InMemoryAuditLog log, InMemoryLedger ledger, InMemoryNotices notices, FaultPlan faults)
    : IPortfolioJournal, IOrderStore
{
    private readonly ConcurrentDictionary<(string Portfolio, string Kind, string Id), JournalId> _ids = new();
    private readonly ConcurrentDictionary<string, byte[]> _inputs = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Portfolio, string Id), Order> _orders = new();
    private readonly ConcurrentDictionary<(string Portfolio, long Sequence), string> _seals = new();
    private int _appends;
    private int _idQuestions;

    /// <summary>Transactions so far.</summary>
    public int Appends => _appends;

    /// <summary>What an append waits for.</summary>
    public Func<Task> BeforeAppend { get; set; } = () => Task.CompletedTask;

    public async Task AppendAsync(JournalBatch batch, CancellationToken cancellationToken)
    {
        await BeforeAppend();
        await faults.StepAsync("append", () =>
        {
            var known = batch.Ids.FirstOrDefault(id => _ids.ContainsKey((batch.PortfolioId, id.Kind, id.Id)));
            if (known is not null || !log.Append(batch.Stream, batch.Entries))
            {
                throw new InconsistentStateException($"Another wrote ({known?.Id}).");
            }

            Interlocked.Increment(ref _appends);
            foreach (var id in batch.Ids)
            {
                _ids[(batch.PortfolioId, id.Kind, id.Id)] = id;
            }

            foreach (var input in batch.Inputs)
            {
                _inputs[input.Hash] = input.Json.ToArray();
            }

            notices.Write(batch.Stream, batch.Notices, batch.Entries[^1].At);
            foreach (var order in batch.Orders)
            {
                _orders[(batch.PortfolioId, order.ClientOrderId)] = order;
            }

            ledger.Record(batch.Days);
            ledger.Record(batch.Profits);
            ledger.Remove(batch.Trades.Where(trade => trade.Change == TradeChange.Removed).Select(trade => trade.Trade.TradeId));
            ledger.Record(batch.Trades.Where(trade => trade.Change != TradeChange.Removed).Select(trade => trade.Trade));
            return Task.CompletedTask;
        });
    }

    public Task<ImmutableArray<AuditEntry>> ReadAsync(string portfolioId, long after, int max, CancellationToken cancellationToken) =>
        log.ReadAsync(Keys.Portfolio(portfolioId), after, max, cancellationToken);

    public Task<ImmutableArray<AuditEntry>> ReadKindsAsync(
        string portfolioId, IReadOnlyCollection<string> kinds, long after, long until, CancellationToken cancellationToken) =>
        Task.FromResult<ImmutableArray<AuditEntry>>(
        [
            .. log.Entries(Keys.Portfolio(portfolioId)).Where(entry =>
                entry.Sequence > after && entry.Sequence <= until && kinds.Contains(entry.Kind, StringComparer.Ordinal)),
        ]);

    public Task<ImmutableArray<AuditEntry>> SearchAsync(
        string portfolioId, JournalSearch search, long from, long before, int max, CancellationToken cancellationToken) =>
        Task.FromResult<ImmutableArray<AuditEntry>>(
        [
            .. log.Entries(Keys.Portfolio(portfolioId)).Reverse()
                .Where(entry => entry.Sequence >= from && entry.Sequence < before
                    && search.Kinds.Contains(entry.Kind, StringComparer.Ordinal)
                    && !(entry.At < search.ToldFrom) && !(entry.At >= search.ToldUntil)
                    && search.Pieces.All(piece => entry.Payload.Contains(piece, StringComparison.Ordinal)))
                .Take(max),
        ]);

    public async Task<AuditEntry?> FindLimitsAsync(CancellationToken cancellationToken) =>
        (await log.GetStreamsAsync(cancellationToken)).Where(stream => stream.Name.StartsWith(Keys.Portfolios, StringComparison.Ordinal))
            .SelectMany(stream => log.Entries(stream.Name))
            .Where(entry => entry.Kind == "limits"
                || (entry.Kind == "reset" && entry.Payload.Contains("\"limits\":{", StringComparison.Ordinal)))
            .OrderByDescending(entry => entry.At).FirstOrDefault();

    public Task<AuditEntry?> FindAsync(string portfolioId, long sequence, CancellationToken cancellationToken) =>
        Task.FromResult(log.Entries(Keys.Portfolio(portfolioId)).FirstOrDefault(entry => entry.Sequence == sequence));

    public Task<AuditPosition> GetHeadAsync(string portfolioId, CancellationToken cancellationToken) =>
        log.GetHeadAsync(Keys.Portfolio(portfolioId), cancellationToken);

    /// <summary>Questions about single ids so far.</summary>
    public int IdQuestions => _idQuestions;

    public Task<JournalId?> FindIdAsync(string portfolioId, string kind, string id, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _idQuestions);
        return Task.FromResult(_ids.GetValueOrDefault((portfolioId, kind, id)));
    }

    public Task<IReadOnlyList<(string Kind, string Id)>> ReadIdsAsync(string portfolioId, int max, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<(string Kind, string Id)>>(
            [.. _ids.Keys.Where(key => key.Portfolio == portfolioId).Take(max).Select(key => (key.Kind, key.Id))]);

    public Task SealAsync(string portfolioId, long sequence, string bookHash, CancellationToken cancellationToken)
    {
        _seals.TryAdd((portfolioId, sequence), bookHash);
        return Task.CompletedTask;
    }

    public Task<string?> FindSealAsync(string portfolioId, long sequence, CancellationToken cancellationToken) =>
        Task.FromResult(_seals.GetValueOrDefault((portfolioId, sequence)));

    public Task<byte[]?> GetInputAsync(string hash, CancellationToken cancellationToken) =>
        Task.FromResult(_inputs.GetValueOrDefault(hash));

    public Task<Order?> FindAsync(string portfolioId, string clientOrderId, CancellationToken cancellationToken) =>
        Task.FromResult(_orders.GetValueOrDefault((portfolioId, clientOrderId)));

    public Task<ImmutableArray<Order>> ReadAsync(string portfolioId, OrderQuery query, CancellationToken cancellationToken) =>
        Task.FromResult<ImmutableArray<Order>>(
        [
            .. _orders.Where(entry => entry.Key.Portfolio == portfolioId).Select(entry => entry.Value)
                .Where(order => (!query.OpenOnly || order.IsOpen) && (query.AssetId is null || order.AssetId == query.AssetId))
                .OrderByDescending(order => order.ApprovedAt).ThenBy(order => order.ClientOrderId, StringComparer.Ordinal)
                .Where(order => query.Before is not { } last || !_orders.TryGetValue((portfolioId, last), out var cursor)
                    || order.ApprovedAt < cursor.ApprovedAt || (order.ApprovedAt == cursor.ApprovedAt
                        && string.CompareOrdinal(order.ClientOrderId, last) > 0))
                .Take(query.Limit),
        ]);
}
