using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using OrleansAssets.Grains.Telemetry;
using OrleansAssets.Storage.Notices;

namespace OrleansAssets.Grains.Notices;

/// <summary>The measurements of notices: meter <see cref="MeterName"/>.</summary>
internal sealed class NoticeMetrics
{
    public const string MeterName = "OrleansAssets.Notices";

    private readonly TimeProvider _clock;
    private readonly Counter<long> _deliveries;

    public NoticeMetrics(IMeterFactory meters, TimeProvider clock)
    {
        _clock = clock;
        var meter = meters.Create(MeterName);
        _deliveries = meter.CreateCounter<long>(
            "assets.notice.deliveries", "{delivery}", "News sent through channels, by channel and outcome");
        meter.CreateObservableGauge(
            "assets.notice.waiting", () => Tell(channel => channel.Waiting), "{delivery}",
            "News that a channel has not taken yet, what waits for a digest or the end of quiet hours among it");
        meter.CreateObservableGauge(
            "assets.notice.waiting.age", () => Tell(channel => LateSeconds(channel.WaitingSince)), "s",
            "How long the oldest news of a channel has been due; 0 where nothing is");
    }

    /// <summary>The outbox, where its grain is in this silo.</summary>
    public LiveGrains<NoticeBacklog> Outbox { get; } = new();

    public void Sent(string channel, int count, bool taken) =>
        _deliveries.Add(count, Channel(channel), new("outcome", taken ? "taken" : "failed"));

    private IEnumerable<Measurement<double>> Tell(Func<ChannelBacklog, double> measure) =>
        Outbox.Tell().SelectMany(outbox => outbox.Value.Channels)
            .Select(channel => new Measurement<double>(measure(channel), Channel(channel.Channel)));

    private double LateSeconds(DateTimeOffset? since) =>
        since is { } due ? Math.Max(0, (_clock.GetUtcNow() - due).TotalSeconds) : 0;

    private static KeyValuePair<string, object?> Channel(string channel) => new("channel", channel);
}

/// <summary>How far each channel of the configuration was when it was looked at last.</summary>
internal sealed record NoticeBacklog(ImmutableArray<ChannelBacklog> Channels);
