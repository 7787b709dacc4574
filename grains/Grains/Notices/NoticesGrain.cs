using System.Collections.Immutable;
using Orleans.Runtime;
using OrleansAssets.Domain.Notices;
using OrleansAssets.Grains.Reminders;
using OrleansAssets.Notices;
using OrleansAssets.Storage.Notices;

namespace OrleansAssets.Grains.Notices;

/// <summary>What people are told. It keeps nothing itself: the outbox is in PostgreSQL, where others write to it too.</summary>
internal sealed class NoticesGrain(INoticeStore notices, TimeProvider clock) : Grain, INoticesGrain, INoticeOutboxGrain
{
    private const string ReminderName = "deliver";

    private static readonly TimeSpan RemindEvery = TimeSpan.FromMinutes(1);

    public Task StartAsync() => this.EnsureReminderAsync(ReminderName, RemindEvery, RemindEvery);

    public async Task ReportAsync(string source, ImmutableArray<NoticeFact> standing)
    {
        var facts = NoticeCheck.Facts(source, standing);
        await notices.ReportAsync(source, facts, clock.GetUtcNow(), CancellationToken.None);
    }

    public async Task RaiseAsync(NoticeEvent happened)
    {
        var known = NoticeCheck.Event(happened);
        await notices.AddAsync(known, CancellationToken.None);
    }

    public Task NudgeAsync() => Task.CompletedTask;

    public Task<ImmutableArray<Notice>> ListAsync(NoticeQuery query, CancellationToken cancellationToken = default)
    {
        NoticeCheck.Query(query);
        return notices.ListAsync(query, cancellationToken);
    }

    public async Task<Notice> GetAsync(long noticeId, CancellationToken cancellationToken = default) =>
        await notices.FindAsync(noticeId, cancellationToken) ?? throw new NotFoundException($"There is no notice {noticeId}.");

    public async Task<Notice> AcknowledgeAsync(long noticeId, string by, string? note)
    {
        await notices.AcknowledgeAsync(noticeId, NoticeCheck.Acknowledgement(by, note, clock.GetUtcNow()), CancellationToken.None);
        return await GetAsync(noticeId);
    }

    public Task ReceiveReminder(string reminderName, TickStatus status) => Task.CompletedTask;
}
