using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using OrleansAssets.Client.Calls;
using OrleansAssets.Notices;

namespace OrleansAssets.Client;

/// <summary>Follows what people are told.</summary>
public static class NoticeTail
{
    /// <summary>A look costs one small query.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Notices as they stand at once, and whole again after each change, until it is cancelled; silos may restart meanwhile. Changes that
    /// follow one another within a second are told as one: what stands is never missed, what stood for less than that may be.
    /// </summary>
    /// <param name="clock">Times the pause between looks; null takes the system's.</param>
    public static async IAsyncEnumerable<ImmutableArray<Notice>> FollowAsync(
        this INoticesGrain notices, NoticeQuery query, TimeProvider? clock = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(notices);
        for (Known? told = null; ;)
        {
            var known = await Passing.AskAsync(
                async () => new Known(await notices.ListAsync(query, cancellationToken)), cancellationToken);
            if (known is not null && told?.Notices.SequenceEqual(known.Notices) != true)
            {
                told = known;
                yield return known.Notices;
            }

            await Task.Delay(Pause, clock ?? TimeProvider.System, cancellationToken);
        }
    }

    private sealed record Known(ImmutableArray<Notice> Notices);
}
