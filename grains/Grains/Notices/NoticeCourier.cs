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
/// taken stays in the outbox, and it is tried again after pauses that grow.
/// </summary>
/// <remarks>One of one activation. What it remembers are pauses: after a restart each channel is tried at once.</remarks>
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

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);

    /// <summary>While something critical waits, a channel that has come back is found within a minute.</summary>
    private static readonly TimeSpan LongestPauseCritical = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan SendTimeMax = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, (int Failures, DateTimeOffset Until)> _pauses = new(StringComparer.Ordinal);
    private bool _areChannelsTold;
    private DateTimeOffset _lastBeat = DateTimeOffset.MinValue;

    /// <summary>When a channel that pauses is to be tried again; null where none does.</summary>
    public DateTimeOffset? NextTryAt => _pauses.IsEmpty ? null : _pauses.Values.Min(pause => pause.Until);

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
        return channels.FaultOf(channel) ?? await channels.SendAsync(channel, MessageOf([news]), timeout.Token);
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
                await deliveries.RouteAsync(news.Id, RoutingRules.Plan(settings, news, now), now, CancellationToken.None);
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
        if (_pauses.TryGetValue(channel.Id, out var pause) && pause.Until > clock.GetUtcNow())
        {
            return;
        }

        for (var sent = 0; sent < MessagesMax; sent++)
        {
            var size = channel.Kind == NoticeChannelKind.Webhook ? 1 : NewsMax;
            var due = await deliveries.GetDueAsync(channel.Id, clock.GetUtcNow(), size, CancellationToken.None);
            if (due.IsEmpty)
            {
                _pauses.TryRemove(channel.Id, out _);
                return;
            }

            var message = channel.Kind == NoticeChannelKind.Webhook ? MessageOf(due) : MessageText.Fitting(MessageOf(due), channel.Kind);
            if (await SendAsync(channel, message) is { } error)
            {
                Pause(channel, message.News, error);
                return;
            }

            _pauses.TryRemove(channel.Id, out _);
        }
    }

    private async Task<string?> SendAsync(NoticeChannel channel, NoticeMessage message)
    {
        var ids = message.News.Select(news => news.Id).ToImmutableArray();
        using var timeout = new CancellationTokenSource(SendTimeMax, clock);
        var error = await channels.SendAsync(channel, message, timeout.Token);
        metrics.Sent(channel.Id, ids.Length, error is null);
        await (error is null
            ? deliveries.DeliveredAsync(channel.Id, ids, clock.GetUtcNow(), CancellationToken.None)
            : deliveries.FailedAsync(channel.Id, ids, error, CancellationToken.None));
        return error;
    }

    private void Pause(NoticeChannel channel, ImmutableArray<NoticeNews> due, string error)
    {
        var failures = (_pauses.TryGetValue(channel.Id, out var before) ? before.Failures : 0) + 1;
        var longest = due.Any(news => news.Severity == NoticeSeverity.Critical) ? LongestPauseCritical : LongestPause;
        var length = Backoff.PauseAfter(failures, FirstPause, longest, jitter.Next());
        _pauses[channel.Id] = (failures, clock.GetUtcNow() + length);
        if (failures == 1)
        {
            LogNotTaken(channel.Id, error);
        }
    }

    [LoggerMessage(
        2711, LogLevel.Warning,
        "Channel {Channel} does not take notices: {Error}. They are kept, and it is tried again until it does")]
    private partial void LogNotTaken(string channel, string error);

    [LoggerMessage(2712, LogLevel.Warning, "The heartbeat could not be sent: {Error}. It is tried again each minute")]
    private partial void LogNoBeat(string error);
}
