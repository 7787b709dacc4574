using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using OrleansAssets.Audit;
using OrleansAssets.Client.Calls;

namespace OrleansAssets.Client;

/// <summary>Follows what is decided and done.</summary>
public static class AuditTail
{
    private const int PageMax = 200;

    /// <summary>A look costs one small query.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Entries of a stream of the audit log as they come, oldest first, until it is cancelled: <c>portfolio/main</c> has the decisions,
    /// fills, flows, halts and resets of a portfolio. Silos may restart meanwhile. It goes on from the number of the last entry, so that
    /// nothing is lost and nothing told twice, however slow the caller is.
    /// </summary>
    /// <param name="after">The number of the last entry that is known, 0 for all of them; null for what comes from now on.</param>
    /// <param name="clock">Times the pause between looks; null takes the system's.</param>
    public static async IAsyncEnumerable<AuditEntry> FollowAsync(
        this IAuditGrain audit, string stream, long? after = null, TimeProvider? clock = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(audit);
        ArgumentException.ThrowIfNullOrEmpty(stream);
        while (true)
        {
            var read = await Passing.AskAsync(() => PageAsync(audit, stream, after, cancellationToken), cancellationToken);
            foreach (var entry in read?.Entries ?? [])
            {
                yield return entry;
            }

            after = read is null ? after : read.Entries.IsEmpty ? read.After : read.Entries[^1].Sequence;
            if (read?.Entries.Length != PageMax)
            {
                await Task.Delay(Pause, clock ?? TimeProvider.System, cancellationToken);
            }
        }
    }

    private static async Task<Page> PageAsync(IAuditGrain audit, string stream, long? after, CancellationToken cancellationToken)
    {
        if (after is { } known)
        {
            return new Page(known, await audit.ReadAsync(stream, known, PageMax, cancellationToken));
        }

        var streams = await audit.GetStreamsAsync(cancellationToken);
        return new Page(streams.FirstOrDefault(one => one.Name == stream)?.Last.Sequence ?? 0, []);
    }

    /// <summary>Entries after a number.</summary>
    private sealed record Page(long After, ImmutableArray<AuditEntry> Entries);
}
