using System.Collections.Immutable;
using Orleans.Concurrency;
using Orleans.Runtime;
using OrleansAssets.Domain;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Notices;
using OrleansAssets.Grains.Reminders;
using OrleansAssets.Notices;
using OrleansAssets.Storage.Notices;

namespace OrleansAssets.Grains.Notices;

/// <summary>What people are told. The outbox is in PostgreSQL, where others write to it too; this carries it on.</summary>
/// <remarks>
/// Calls interleave, so that a channel that does not answer keeps nobody waiting who has something to tell. The invariant that survives:
/// one delivery runs at a time, and what it reads and writes is in the database alone.
/// </remarks>
[Reentrant]
internal sealed class NoticesGrain(
    INoticeStore notices,
    INoticeDeliveries deliveries,
    INoticeChannels channels,
    NoticeCourier courier,
    NoticeWatch watch,
    NoticeMetrics metrics,
    AssetsConfiguration configuration,
    TimeProvider clock) : Grain, INoticesGrain, INoticeOutboxGrain
{
    private const string ReminderName = "deliver";

    private static readonly TimeSpan RemindEvery = TimeSpan.FromMinutes(1);

    private Task _delivery = Task.CompletedTask;
    private bool _isWanted;
    private IGrainTimer? _retry;
    private volatile NoticeBacklog? _backlog; // asked for by whoever collects measurements, on a thread of its own

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        metrics.Outbox.Add(Keys.Notices, TellBacklog);
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        metrics.Outbox.Remove(Keys.Notices, TellBacklog);
        return Task.CompletedTask;
    }

    public Task StartAsync() => this.EnsureReminderAsync(ReminderName, RemindEvery, RemindEvery);

    public async Task ReportAsync(string source, ImmutableArray<NoticeFact> standing)
    {
        var facts = NoticeCheck.Facts(source, standing);
        if (await notices.ReportAsync(source, facts, clock.GetUtcNow(), CancellationToken.None) > 0)
        {
            await this.AsReference<INoticeOutboxGrain>().NudgeAsync();
        }
    }

    public async Task RaiseAsync(NoticeEvent happened)
    {
        if (await notices.AddAsync(NoticeCheck.Event(happened), CancellationToken.None))
        {
            await this.AsReference<INoticeOutboxGrain>().NudgeAsync();
        }
    }

    public Task NudgeAsync() => DeliverAsync();

    public Task<ImmutableArray<Notice>> ListAsync(NoticeQuery query, CancellationToken cancellationToken = default)
    {
        NoticeCheck.Query(query);
        return notices.ListAsync(query, cancellationToken);
    }

    public async Task<NoticePage> FindAsync(NoticePageQuery query, CancellationToken cancellationToken = default)
    {
        NoticeCheck.Query(query);
        return NoticeCheck.Page(await notices.FindAsync(query with { Most = query.Most + 1 }, cancellationToken), query.Most);
    }

    public async Task<Notice> GetAsync(long noticeId, CancellationToken cancellationToken = default) =>
        await notices.FindAsync(noticeId, cancellationToken) ?? throw new NotFoundException($"There is no notice {noticeId}.");

    public async Task<Notice> AcknowledgeAsync(long noticeId, string by, string? note)
    {
        await notices.AcknowledgeAsync(noticeId, NoticeCheck.Acknowledgement(by, note, clock.GetUtcNow()), CancellationToken.None);
        return await GetAsync(noticeId);
    }

    public async Task<ImmutableArray<NoticeChannelView>> GetChannelsAsync(CancellationToken cancellationToken = default)
    {
        var backlog = (await LookAsync(cancellationToken)).Channels.ToDictionary(one => one.Channel, StringComparer.Ordinal);
        return [.. configuration.Notices.Channels.Select(channel => View(channel, backlog[channel.Id]))];
    }

    public async Task<string?> TestAsync(string channelId, string by)
    {
        var known = configuration.Notices.Channels;
        var channel = known.FirstOrDefault(one => one.Id == channelId)
            ?? throw UnknownId.Of("channel", channelId, known.Select(one => one.Id));
        var now = clock.GetUtcNow();
        return await courier.TryAsync(channel, NoticeCheck.Test(channel.Id, by, now));
    }

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        await watch.LookAsync();
        await DeliverAsync();
        await courier.BeatAsync();
        await LookAsync(CancellationToken.None);
    }

    private NoticeBacklog? TellBacklog() => _backlog;

    /// <summary>Sees how far each channel of the configuration is.</summary>
    private async Task<NoticeBacklog> LookAsync(CancellationToken cancellationToken)
    {
        var known = (await deliveries.GetBacklogAsync(cancellationToken)).ToDictionary(one => one.Channel, StringComparer.Ordinal);
        return _backlog = new NoticeBacklog(
        [
            .. configuration.Notices.Channels.Select(channel =>
                known.GetValueOrDefault(channel.Id) ?? new ChannelBacklog(channel.Id, 0, null, null, null)),
        ]);
    }

    // Who asks while one runs wants what was written since: it runs once more, however many asked.
    private Task DeliverAsync()
    {
        _isWanted = true;
        if (_delivery.IsCompleted)
        {
            _delivery = RunAsync();
        }

        return _delivery;
    }

    private async Task RunAsync()
    {
        while (_isWanted)
        {
            _isWanted = false;
            await courier.DeliverAsync();
        }

        if (courier.NextTryAt is { } at)
        {
            var wait = at - clock.GetUtcNow();
            _retry ??= this.RegisterGrainTimer(
                _ => DeliverAsync(),
                new GrainTimerCreationOptions(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan) { Interleave = true });
            _retry.Change(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }

    private NoticeChannelView View(NoticeChannel channel, ChannelBacklog backlog) => new(
        channel.Id, channel.Kind.ToString().ToLowerInvariant(), backlog.Waiting, backlog.WaitingSince, backlog.LastDeliveredAt,
        channels.FaultOf(channel) ?? backlog.LastError);
}
