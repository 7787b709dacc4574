using System.Diagnostics.Metrics;

namespace OrleansAssets.Grains.Notices;

/// <summary>The measurements of notices: meter <see cref="MeterName"/>.</summary>
internal sealed class NoticeMetrics
{
    public const string MeterName = "OrleansAssets.Notices";

    private readonly Counter<long> _deliveries;

    public NoticeMetrics(IMeterFactory meters) => _deliveries = meters.Create(MeterName)
        .CreateCounter<long>("assets.notice.deliveries", "{delivery}", "News sent through channels, by channel and outcome");

    public void Sent(string channel, int count, bool taken) =>
        _deliveries.Add(count, new KeyValuePair<string, object?>("channel", channel), new("outcome", taken ? "taken" : "failed"));
}
