using System.Collections.Immutable;
using Orleans.Concurrency;
using OrleansAssets.Audit;
using OrleansAssets.Domain;
using OrleansAssets.Domain.Audit;
using OrleansAssets.Domain.Catalogue;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Portfolio;
using OrleansAssets.Storage.Audit;

namespace OrleansAssets.Grains.Audit;

/// <summary>Reads and verifies the audit log.</summary>
/// <remarks>
/// Calls interleave, and each silo has one of its own: it has no state, so there is no invariant that one call could break for another.
/// One, not more, as the connection pool bounds reads anyway, and as a cancellation has to find the worker that reads.
/// </remarks>
[StatelessWorker(1), Reentrant]
internal sealed class AuditGrain(IAuditLog log, IHeadSigner signer, AssetsConfiguration configuration) : Grain, IAuditGrain
{
    private const int VerifyMax = 5_000;
    private const int LastMax = 1_000;

    public Task<ImmutableArray<AuditStream>> GetStreamsAsync(CancellationToken cancellationToken = default) =>
        log.GetStreamsAsync(cancellationToken);

    public async Task<ImmutableArray<AuditEntry>> GetLastAsync(string? stream, int last, CancellationToken cancellationToken = default)
    {
        if (last is < 1 or > LastMax)
        {
            throw InvalidRequestException.At(
                "last", last, $"must be 1 to {LastMax}",
                $"Ask for 1 to {LastMax} entries, not for {last}.");
        }

        var entries = await log.ReadLastAsync(stream is null ? null : Named(stream), last, cancellationToken);
        if (entries.IsEmpty && stream is not null)
        {
            await RequireAsync(stream, cancellationToken);
        }

        return entries;
    }

    public async Task<ImmutableArray<AuditEntry>> ReadAsync(
        string stream, long after, int max, CancellationToken cancellationToken = default)
    {
        if (max is < 1 or > LastMax || after < 0)
        {
            throw InvalidRequestException.At(
                after < 0 ? "after" : "max", after < 0 ? after : max, after < 0 ? "must be 0 or more" : $"must be 1 to {LastMax}",
                $"Ask for 1 to {LastMax} entries after 0 or more, not for {max} after {after}.");
        }

        var entries = await log.ReadAsync(Named(stream), after, max, cancellationToken);
        if (entries.IsEmpty && after == 0)
        {
            await RequireAsync(stream, cancellationToken); // whoever follows a misspelt stream would never hear of anything
        }

        return entries;
    }

    public async Task<SignedHeads> SignHeadsAsync(CancellationToken cancellationToken = default) =>
        await signer.SignAsync(await log.GetStreamsAsync(cancellationToken), cancellationToken);

    public async Task<AuditPage> FindAsync(AuditQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.Most is < 1 or > LastMax)
        {
            throw InvalidRequestException.At(
                "most", query.Most, $"must be 1 to {LastMax}",
                $"Ask for 1 to {LastMax} entries, not for {query.Most}.");
        }

        AuditKinds.Check(query.Kinds.IsDefault ? [] : query.Kinds);
        var last = (await log.GetHeadAsync(Named(query.Stream), cancellationToken)).Sequence;
        if (last == 0)
        {
            await RequireAsync(query.Stream, cancellationToken);
        }

        var before = query.Before ?? last + 1;
        return AuditRules.Page(await log.FindAsync(query, before, cancellationToken), before, query.Most);
    }

    public async Task<AuditCheck> VerifyAsync(string stream, AuditPosition from, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(from);
        // The heads are read first: entries that are appended meanwhile are beyond them and do no harm.
        var heads = await HeadsAsync(Named(stream), cancellationToken);
        var entries = await log.ReadAsync(stream, from.Sequence, VerifyMax, cancellationToken);
        if (entries.IsEmpty && from.Sequence == 0 && heads.All(head => head.Sequence == 0))
        {
            await RequireAsync(stream, cancellationToken); // neither it nor anybody who remembers it has a single entry
        }

        return AuditRules.Check(stream, from, entries, VerifyMax, [.. heads]);
    }

    public Task<AuditGuard> GetGuardAsync(CancellationToken cancellationToken = default) => log.GetGuardAsync(cancellationToken);

    private static string Named(string stream) =>
        stream.Length is > 0 and <= AuditChain.NameLengthMax && PrintableText.FindHidden(stream) is null
            ? stream
            : throw InvalidRequestException.At(
                "stream", IdCheck.Given(stream), $"must have 1 to {AuditChain.NameLengthMax} printable characters",
                $"No stream has such a name: it has 1 to {AuditChain.NameLengthMax} printable characters, e.g. portfolio/main.");

    // The stream of a portfolio, a phase or whatever else has nothing to tell yet is empty; one that nothing has is misspelt.
    private async Task RequireAsync(string stream, CancellationToken cancellationToken)
    {
        var known = (await log.GetStreamsAsync(cancellationToken)).Select(one => one.Name)
            .Concat(configuration.PortfolioIds.Select(Keys.Portfolio))
            .Concat(configuration.Phases.Select(phase => Keys.Phase(phase.Id)))
            .Concat(configuration.Assets.Select(asset => Keys.Asset(asset.Id)))
            .Concat(AuditStreams.All)
            .Distinct(StringComparer.Ordinal).ToArray();
        if (!known.Contains(stream, StringComparer.Ordinal))
        {
            throw UnknownId.Of("stream", stream, known);
        }
    }

    private async Task<IReadOnlyList<AuditPosition>> HeadsAsync(string stream, CancellationToken cancellationToken)
    {
        IReadOnlyList<AuditPosition> anchors = stream.StartsWith(Keys.Portfolios, StringComparison.Ordinal)
            ? await GrainFactory.GetGrain<IPortfolioGrain>(stream).GetJournalAnchorsAsync()
            : [];
        return [await log.GetHeadAsync(stream, cancellationToken), .. anchors];
    }
}
