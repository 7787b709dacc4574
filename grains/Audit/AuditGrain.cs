using System.Collections.Immutable;
using Orleans.Concurrency;
using OrleansAssets.Audit;
using OrleansAssets.Grains.Storage;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Grains.Audit;

/// <summary>Reads and verifies the audit log.</summary>
/// <remarks>Calls interleave: it has no state, so there is no invariant that one call could break for another.</remarks>
[Reentrant]
internal sealed class AuditGrain(IAuditLog log) : Grain, IAuditGrain
{
    private const int VerifyMax = 5_000;
    private const int LastMax = 1_000;

    public Task<ImmutableArray<AuditStream>> GetStreamsAsync() => log.GetStreamsAsync(CancellationToken.None);

    public Task<ImmutableArray<AuditEntry>> GetLastAsync(string? stream, int last) => last is >= 1 and <= LastMax
        ? log.ReadLastAsync(stream, last, CancellationToken.None)
        : throw new InvalidRequestException($"Ask for 1 to {LastMax} entries, not for {last}.");

    public async Task<AuditCheck> VerifyAsync(string stream, AuditPosition from)
    {
        ArgumentNullException.ThrowIfNull(from);
        // The heads are read first: entries that are appended meanwhile are beyond them and do no harm.
        var heads = await HeadsAsync(stream);
        var entries = await log.ReadAsync(stream, from.Sequence, VerifyMax, CancellationToken.None);
        return AuditRules.Check(stream, from, entries, VerifyMax, [.. heads]);
    }

    public Task<AuditGuard> GetGuardAsync() => log.GetGuardAsync(CancellationToken.None);

    private async Task<IReadOnlyList<AuditPosition>> HeadsAsync(string stream)
    {
        IReadOnlyList<AuditPosition> anchors = stream.StartsWith(Keys.Portfolios, StringComparison.Ordinal)
            ? await GrainFactory.GetGrain<IPortfolioGrain>(stream).GetJournalAnchorsAsync()
            : [];
        return [await log.GetHeadAsync(stream, CancellationToken.None), .. anchors];
    }
}
