using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Feeds;
using OrleansAssets.Domain.Notices;
using OrleansAssets.Grains.DataSources;
using OrleansAssets.Notices;
using OrleansAssets.Storage.Notices;

namespace OrleansAssets.Grains.Notices;

/// <summary>
/// Carries news from the outbox to the channels. Each channel goes by itself, so that a dead one keeps nobody else waiting; what it has not
/// taken stays in the outbox, and it is tried again after pauses that grow. What a channel refuses for what it says is passed over, so that
/// it holds up nothing behind it, and is tried again by itself after pauses that grow likewise.
/// </summary>
/// <remarks>One of one activation. What it remembers are pauses: after a restart everything is tried at once.</remarks>
internal sealed partial class NoticeCourier(
    INoticeDeliveries deliveries,
    INoticeChannels channels,
    AssetsConfiguration configuration,
    NoticeMetrics metrics,
    RetryJitter jitter,
    TimeProvider clock,
    ILogger<NoticeCourier> log)
{
    /// <summary>Most pieces of news of one message to people.</summary>
    public const int NewsMax = 20;

    private const int RoutedMax = 500;

    /// <summary>Most messages of a channel in one round: the others wait for the next.</summary>
    private const int MessagesMax = 200;

    /// <summary>
    /// After so many refused one after the other it may be the channel that refuses them all: it pauses before it is tried with others.
    /// </summary>
    private const int RefusedMax = 3;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);

    /// <summary>While something critical waits, a channel that has come back is found within a minute.</summary>
    private static readonly TimeSpan LongestPauseCritical = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan SendTimeMax = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, ChannelPause> _pauses = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Channel, long NewsId), ChannelPause> _refused = [];
    private bool _areChannelsTold;
    private DateTimeOffset _lastBeat = DateTimeOffset.MinValue;

    /// <summary>When a channel that pauses, or what one refused, is to be tried again; null where none does.</summary>
    public DateTimeOffset? NextTryAt => _pauses.Values
        .Concat(_refused.Values.Where(pause => pause.Until > clock.GetUtcNow())) // others come with their channel
        .Min(pause => (DateTimeOffset?)pause.Until);

    /// <summary>Gives news its deliveries, and sends what is due.</summary>
    public async Task DeliverAsync()
    {
        var settings = configuration.Notices;
        var now = clock.GetUtcNow();
        if (settings.Escalation is { } escalation)
        {
            await deliveries.EscalateAsync(
                escalation.Severity, now - TimeSpan.FromMinutes(escalation.AfterMinutes), now, CancellationToken.None);
        }

        await RouteAsync(settings, now);
        await TellNewChannelsAsync(settings, now);
        await Task.WhenAll(settings.Channels.Select(DeliverAsync));
    }

    /// <summary>Says outside that this installation lives, when it is time: after a round that could read the outbox.</summary>
    public async Task BeatAsync()
    {
        if (configuration.Notices.Heartbeat is not { } heartbeat
            || clock.GetUtcNow() - _lastBeat < TimeSpan.FromMinutes(heartbeat.EveryMinutes))
        {
            return;
        }

        using var timeout = new CancellationTokenSource(SendTimeMax, clock);
        if (await channels.BeatAsync(heartbeat, timeout.Token) is { } error)
        {
            LogNoBeat(error);
            return;
        }

        _lastBeat = clock.GetUtcNow();
    }

    /// <summary>Sends a message that is in no outbox, to see whether the channel works; why not, or null.</summary>
    public async Task<string?> TryAsync(NoticeChannel channel, NoticeNews news)
    {
        using var timeout = new CancellationTokenSource(SendTimeMax, clock);
        return channels.FaultOf(channel) ?? (await channels.SendAsync(channel, MessageOf([news]), timeout.Token))?.Text;
    }

    private NoticeMessage MessageOf(ImmutableArray<NoticeNews> news) => new(news, configuration.Notices.PageUrl);

    private async Task RouteAsync(NoticeSettings settings, DateTimeOffset now)
    {
        ImmutableArray<NoticeNews> unrouted;
        do
        {
            unrouted = await deliveries.GetUnroutedAsync(now - RoutingRules.ClearedAfter, RoutedMax, CancellationToken.None);
            foreach (var news in unrouted)
            {
                await deliveries.RouteAsync(news, RoutingRules.Plan(settings, news, now), now, CancellationToken.None);
            }
        }
        while (unrouted.Length == RoutedMax);
    }

    /// <summary>A channel that was not there when something was told hears what stands of it, once, as its routes say.</summary>
    private async Task TellNewChannelsAsync(NoticeSettings settings, DateTimeOffset now)
    {
        if (_areChannelsTold)
        {
            return; // the configuration stays as it is until the next start
        }

        foreach (var channel in settings.Channels)
        {
            foreach (var news in await deliveries.GetUntoldAsync(channel.Id, RoutedMax, CancellationToken.None))
            {
                if (RoutingRules.Plan(settings, news, now).FirstOrDefault(planned => planned.Channel == channel.Id) is { } delivery)
                {
                    await deliveries.AddAsync(news.Id, delivery, CancellationToken.None);
                }
            }
        }

        _areChannelsTold = true;
    }

    private async Task DeliverAsync(NoticeChannel channel)
    {
        if (await IsToWaitAsync(channel))
        {
            return;
        }

        var (size, refusedInARow) = (channel.Kind == NoticeChannelKind.Webhook ? 1 : NewsMax, 0);
        for (var sent = 0; sent < MessagesMax; sent++)
        {
            var due = await deliveries.GetDueAsync(channel.Id, clock.GetUtcNow(), size, PassedOver(channel), CancellationToken.None);
            if (due.IsEmpty)
            {
                _pauses.TryRemove(channel.Id, out _);
                Forget(channel);
                return;
            }

            var message = channel.Kind == NoticeChannelKind.Webhook ? MessageOf(due) : MessageText.Fitting(MessageOf(due), channel.Kind);
            var fault = await SendAsync(channel, message);
            if (fault is { OfMessage: true } && message.News.Length > 1)
            {
                size = 1; // one of them may be what is refused: each goes by itself, so that the others arrive
                continue;
            }

            if (fault is { OfMessage: true })
            {
                PassOver(channel, message.News[0], fault.Text);
                refusedInARow++;
            }

            if (fault is not null && (!fault.OfMessage || refusedInARow == RefusedMax))
            {
                Pause(channel, message.News, fault.Text);
                return;
            }

            if (fault is null)
            {
                refusedInARow = 0;
                _pauses.TryRemove(channel.Id, out _);
                foreach (var news in message.News)
                {
                    _refused.TryRemove((channel.Id, news.Id), out _);
                }
            }
        }
    }

    /// <summary>
    /// Whether the channel pauses. A pause that began without anything critical ends when something critical is due: the channel may have
    /// come back long before the pause ends.
    /// </summary>
    private async Task<bool> IsToWaitAsync(NoticeChannel channel)
    {
        var now = clock.GetUtcNow();
        if (!_pauses.TryGetValue(channel.Id, out var pause) || pause.Until <= now)
        {
            return false;
        }

        return pause.IsCritical
            || (await deliveries.GetDueAsync(channel.Id, now, 1, PassedOver(channel), CancellationToken.None))
                .All(worst => worst.Severity != NoticeSeverity.Critical);
    }

    private ImmutableArray<long> PassedOver(NoticeChannel channel)
    {
        var now = clock.GetUtcNow();
        return [.. _refused.Where(one => one.Key.Channel == channel.Id && one.Value.Until > now).Select(one => one.Key.NewsId)];
    }

    // Nothing is due but what is passed over: what else was refused is not in the outbox any more.
    private void Forget(NoticeChannel channel)
    {
        var passedOver = PassedOver(channel);
        foreach (var (of, newsId) in _refused.Keys.Where(key => key.Channel == channel.Id && !passedOver.Contains(key.NewsId)))
        {
            _refused.TryRemove((of, newsId), out _);
        }
    }

    private async Task<ChannelFault?> SendAsync(NoticeChannel channel, NoticeMessage message)
    {
        var ids = message.News.Select(news => news.Id).ToImmutableArray();
        using var timeout = new CancellationTokenSource(SendTimeMax, clock);
        var fault = await channels.SendAsync(channel, message, timeout.Token);
        metrics.Sent(channel.Id, ids.Length, fault is null);
        await (fault is null
            ? deliveries.DeliveredAsync(channel.Id, ids, clock.GetUtcNow(), CancellationToken.None)
            : deliveries.FailedAsync(channel.Id, ids, fault.Text, CancellationToken.None));
        return fault;
    }

    private void Pause(NoticeChannel channel, ImmutableArray<NoticeNews> due, string error)
    {
        var pause = After(_pauses.GetValueOrDefault(channel.Id), due.Any(news => news.Severity == NoticeSeverity.Critical));
        _pauses[channel.Id] = pause;
        if (pause.Failures == 1)
        {
            LogNotTaken(channel.Id, error);
        }
    }

    private void PassOver(NoticeChannel channel, NoticeNews news, string error)
    {
        var pause = After(_refused.GetValueOrDefault((channel.Id, news.Id)), news.Severity == NoticeSeverity.Critical);
        _refused[(channel.Id, news.Id)] = pause;
        if (pause.Failures == 1)
        {
            LogRefused(channel.Id, news.NoticeId, error);
        }
    }

    private ChannelPause After(ChannelPause before, bool isCritical)
    {
        var failures = before.Failures + 1;
        var length = Backoff.PauseAfter(failures, FirstPause, isCritical ? LongestPauseCritical : LongestPause, jitter.Next());
        return new ChannelPause(failures, clock.GetUtcNow() + length, isCritical);
    }

    /// <param name="IsCritical">Whether something critical was among what was not taken, so that the pause is short.</param>
    private readonly record struct ChannelPause(int Failures, DateTimeOffset Until, bool IsCritical);

    [LoggerMessage(
        2711, LogLevel.Warning,
        "Channel {Channel} does not take notices: {Error}. They are kept, and it is tried again until it does")]
    private partial void LogNotTaken(string channel, string error);

    [LoggerMessage(2712, LogLevel.Warning, "The heartbeat could not be sent: {Error}. It is tried again each minute")]
    private partial void LogNoBeat(string error);

    [LoggerMessage(
        2714, LogLevel.Warning,
        "Channel {Channel} refuses notice {Notice} for what it says: {Error}. Others pass it; it is tried again by itself")]
    private partial void LogRefused(string channel, long notice, string error);
}
