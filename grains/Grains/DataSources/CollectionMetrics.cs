using System.Diagnostics.Metrics;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds;

namespace OrleansAssets.Grains.DataSources;

/// <summary>The measurements of collection: meter <see cref="MeterName"/>.</summary>
internal sealed class CollectionMetrics
{
    public const string MeterName = "OrleansAssets.DataSources";

    private readonly Counter<long> _calls;
    private readonly Counter<long> _rows;
    private readonly Counter<long> _oddBars;
    private readonly Histogram<double> _duration;

    public CollectionMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _calls = meter.CreateCounter<long>("assets.vendor.calls", "{call}", "Calls to vendors by source, dataset and outcome");
        _rows = meter.CreateCounter<long>("assets.feed.rows", "{row}", "Rows that feeds stored, by source and dataset");
        _oddBars = meter.CreateCounter<long>(
            "assets.feed.odd_bars", "{bar}", "Stored bars whose open or close lies outside of low to high, by source and dataset");
        _duration = meter.CreateHistogram<double>("assets.vendor.call.duration", "s", "Duration of calls to vendors");
    }

    /// <summary>Notes one call to a vendor.</summary>
    public void Called(FeedId feed, FeedResult result, TimeSpan duration)
    {
        var source = new KeyValuePair<string, object?>("source", feed.SourceId);
        var dataset = new KeyValuePair<string, object?>("dataset", feed.Dataset);
        var outcome = new KeyValuePair<string, object?>("outcome", result.ToString());
        _calls.Add(1, source, dataset, outcome);
        _duration.Record(duration.TotalSeconds, source, dataset, outcome);
    }

    /// <summary>Notes rows that were new to the store, and how many bars among all that came are odd (<see cref="OddBars"/>).</summary>
    public void Stored(FeedId feed, long rows, long oddBars)
    {
        var source = new KeyValuePair<string, object?>("source", feed.SourceId);
        var dataset = new KeyValuePair<string, object?>("dataset", feed.Dataset);
        _rows.Add(rows, source, dataset);
        if (oddBars > 0)
        {
            _oddBars.Add(oddBars, source, dataset);
        }
    }
}
