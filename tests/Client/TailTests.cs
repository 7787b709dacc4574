using System.Collections.Immutable;
using Microsoft.Extensions.Time.Testing;
using Orleans.Runtime;
using OrleansAssets.Access;
using OrleansAssets.Audit;
using OrleansAssets.Client;
using OrleansAssets.Notices;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Client;

/// <summary>Decisions and notices are followed whatever becomes of a silo.</summary>
public sealed class TailTests
{
    private const string Stream = "portfolio/main";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData(0L, 1, 452)]
    [InlineData(450L, 451, 452)]
    [InlineData(null, 452, 452)] // the log had 451 entries when it began to follow
    public async Task Follow_OfDecisions_TellsEachOnceThoughSilosAreLost(long? after, int first, int last)
    {
        var log = new SaidLog();

        var told = await FollowAsync(log, log.FollowAsync(Stream, after, log.Clock), entry => entry.Sequence, last);

        Assert.Equal(Enumerable.Range(first, last - first + 1).Select(number => (long)number), told);
    }

    [Fact]
    public async Task Follow_OfNotices_TellsThemWholeAfterEachChange()
    {
        var notices = new SaidNotices();

        var told = await FollowAsync(notices, notices.FollowAsync(new NoticeQuery(), notices.Clock), all => all.Length, 2);

        Assert.Equal([1, 2], told);
    }

    [Fact]
    public async Task Follow_WhatTheCallerMayNotSee_Ends()
    {
        var log = new SaidLog { Refusal = new AccessDeniedException("'anna' may not read the log") };

        await Assert.ThrowsAsync<AccessDeniedException>(
            () => FollowAsync(log, log.FollowAsync(Stream, 0, log.Clock), entry => entry.Sequence, 1));
    }

    private static async Task<List<TValue>> FollowAsync<TItem, TValue>(
        Said said, IAsyncEnumerable<TItem> items, Func<TItem, TValue> valueOf, TValue last)
        where TValue : struct
    {
        var told = new List<TValue>();
        var following = Task.Run(async () =>
        {
            await foreach (var item in items)
            {
                told.Add(valueOf(item));
                if (told[^1].Equals(last))
                {
                    return;
                }
            }
        });
        await Poll.UntilAsync(
            () =>
            {
                said.Clock.Advance(TimeSpan.FromSeconds(1));
                return Task.FromResult(following.IsCompleted);
            },
            Patience, () => $"{told.Count} were told after {said.Asked} questions.");
        await following;
        return told;
    }

    /// <summary>What is asked; every third question is lost with its silo.</summary>
    private abstract class Said
    {
        public FakeTimeProvider Clock { get; } = new();

        public int Asked { get; private set; }

        public Exception? Refusal { get; init; }

        protected void Ask()
        {
            if (Refusal is { } refusal)
            {
                throw refusal;
            }

            if (++Asked % 3 == 2)
            {
                throw new SiloUnavailableException("gone");
            }
        }
    }

    /// <summary>451 entries, and one more that comes while it is followed.</summary>
    private sealed class SaidLog : Said, IAuditGrain
    {
        private int _entries = 451;

        public Task<ImmutableArray<AuditStream>> GetStreamsAsync(CancellationToken cancellationToken = default)
        {
            Ask();
            return Task.FromResult<ImmutableArray<AuditStream>>([new AuditStream(Stream, new AuditPosition(_entries, "hash"))]);
        }

        public Task<ImmutableArray<AuditEntry>> ReadAsync(
            string stream, long after, int max, CancellationToken cancellationToken = default)
        {
            Ask();
            _entries = Asked > 3 ? 452 : _entries;
            return Task.FromResult<ImmutableArray<AuditEntry>>(
            [
                .. Enumerable.Range((int)after + 1, Math.Min(max, _entries - (int)after)).Select(
                    number => new AuditEntry(stream, number, DateTimeOffset.UnixEpoch, "decision", "anna", "{}", "", "")),
            ]);
        }

        public Task<ImmutableArray<AuditEntry>> GetLastAsync(string? stream, int last, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException("Nobody asks here.");

        public Task<SignedHeads> SignHeadsAsync(CancellationToken cancellationToken = default) =>
            throw new NotSupportedException("Nobody asks here.");

        public Task<AuditPage> FindAsync(AuditQuery query, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException("Nobody asks here.");

        public Task<AuditCheck> VerifyAsync(string stream, AuditPosition from, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException("Nobody asks here.");

        public Task<AuditGuard> GetGuardAsync(CancellationToken cancellationToken = default) =>
            throw new NotSupportedException("Nobody asks here.");
    }

    /// <summary>One notice, and later two.</summary>
    private sealed class SaidNotices : Said, INoticesGrain
    {
        public Task<ImmutableArray<Notice>> ListAsync(NoticeQuery query, CancellationToken cancellationToken = default)
        {
            Ask();
            return Task.FromResult<ImmutableArray<Notice>>([.. Enumerable.Range(1, Asked > 4 ? 2 : 1).Select(NoticeOf)]);
        }

        public Task<NoticePage> FindAsync(NoticePageQuery query, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException("Nobody asks here.");

        public Task<Notice> GetAsync(long noticeId, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException("Nobody asks here.");

        public Task<Notice> AcknowledgeAsync(long noticeId, string by, string? note) =>
            throw new NotSupportedException("Nobody asks here.");

        public Task<ImmutableArray<NoticeChannelView>> GetChannelsAsync(CancellationToken cancellationToken = default) =>
            throw new NotSupportedException("Nobody asks here.");

        public Task<string?> TestAsync(string channelId, string by) => throw new NotSupportedException("Nobody asks here.");

        private static Notice NoticeOf(int id) => new(
            id, "main", "halt", Stream, NoticeSeverity.Critical, "Halted.", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, 1,
            null, null);
    }
}
