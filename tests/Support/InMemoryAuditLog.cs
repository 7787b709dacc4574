using System.Collections.Immutable;
using OrleansAssets.Audit;
using OrleansAssets.Domain.Audit;
using OrleansAssets.Storage.Audit;

namespace OrleansAssets.Tests.Support;

/// <summary>The audit log in memory, to the letter of its contract.</summary>
internal sealed class InMemoryAuditLog : IAuditLog
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, List<AuditEntry>> _streams = new(StringComparer.Ordinal);

    public Task<AuditPosition> AppendAsync(string stream, AuditNote note, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var entry = AuditChain.Next(HeadOf(stream), stream, note);
            Append(stream, [entry]);
            return Task.FromResult(entry.Position);
        }
    }

    /// <summary>Appends entries that follow the last one.</summary>
    /// <returns>False where they do not.</returns>
    public bool Append(string stream, IReadOnlyList<AuditEntry> entries)
    {
        lock (_gate)
        {
            if (HeadOf(stream).Sequence + 1 != entries[0].Sequence)
            {
                return false;
            }

            if (!_streams.TryGetValue(stream, out var kept))
            {
                _streams[stream] = kept = [];
            }

            kept.AddRange(entries);
            return true;
        }
    }

    public ImmutableArray<AuditEntry> Entries(string stream)
    {
        lock (_gate)
        {
            return [.. _streams.GetValueOrDefault(stream) ?? []];
        }
    }

    public Task<AuditPosition> GetHeadAsync(string stream, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult(HeadOf(stream));
        }
    }

    public Task<ImmutableArray<AuditStream>> GetStreamsAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult(_streams.Select(stream => new AuditStream(stream.Key, stream.Value[^1].Position)).ToImmutableArray());
        }
    }

    public Task<ImmutableArray<AuditEntry>> ReadAsync(string stream, long after, int max, CancellationToken cancellationToken) =>
        Task.FromResult(Entries(stream).Where(entry => entry.Sequence > after).Take(max).ToImmutableArray());

    public Task<ImmutableArray<AuditEntry>> ReadLastAsync(string? stream, int max, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var streams = stream is null ? _streams.Values.SelectMany(entries => entries) : Entries(stream);
            return Task.FromResult(streams.OrderByDescending(entry => entry.At).ThenByDescending(entry => entry.Sequence)
                .Take(max).ToImmutableArray());
        }
    }

    public Task<ImmutableArray<AuditEntry>> FindAsync(AuditQuery query, long before, CancellationToken cancellationToken) =>
        Task.FromResult(Entries(query.Stream).Reverse()
            .Where(entry => entry.Sequence < before && entry.Sequence >= before - AuditRules.PageSpan)
            .Where(entry => query.Kinds.IsEmpty || query.Kinds.Contains(entry.Kind, StringComparer.Ordinal))
            .Take(query.Most).ToImmutableArray());

    public Task<AuditGuard> GetGuardAsync(CancellationToken cancellationToken) =>
        Task.FromResult(new AuditGuard("memory", AppendOnly: true, Reason: null));

    private AuditPosition HeadOf(string stream) =>
        _streams.TryGetValue(stream, out var entries) ? entries[^1].Position : AuditPosition.Start;
}
