using System.Diagnostics.Metrics;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds;
using OrleansAssets.Grains.Telemetry;

namespace OrleansAssets.Grains.DataSources;

/// <summary>The measurements of collection: meter <see cref="MeterName"/>.</summary>
internal sealed class CollectionMetrics
{
    public const string MeterName = "OrleansAssets.DataSources";

    private readonly Counter<long> _calls;
    private readonly Counter<long> _rows;
    private readonly Counter<long> _oddBars;
    private readonly Counter<long> _leftOut;
    private readonly Histogram<double> _duration;

    public CollectionMetrics(IMeterFactory meters, TimeProvider time)
    {
        var meter = meters.Create(MeterName);
        _calls = meter.CreateCounter<long>("assets.vendor.calls", "{call}", "Calls to vendors by source, dataset and outcome");
        _rows = meter.CreateCounter<long>("assets.feed.rows", "{row}", "Rows that feeds stored, by source and dataset");
        _oddBars = meter.CreateCounter<long>(
            "assets.feed.odd_bars", "{bar}", "Stored bars whose open or close lies outside of low to high, by source and dataset");
        _leftOut = meter.CreateCounter<long>(
            "assets.feed.left_out", "{row}", "Rows that came and could not be used, by source and dataset");
        _duration = meter.CreateHistogram(
            "assets.vendor.call.duration", "s", "Duration of calls to vendors by source and outcome", tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] }); // 12 s is the most
        meter.CreateObservableGauge(
            "assets.source.status", () => Told(source => [new(1, [Tag(source), new("status", TagText.Of(source.Status))])]), "1",
            "1 for the status that a source has");
        meter.CreateObservableGauge(
            "assets.source.success.age",
            () => Told(source => source.LastSuccessAt is { } at ? [new((time.GetUtcNow() - at).TotalSeconds, Tag(source))] : []), "s",
            "Time since a collection of a source succeeded last");
        meter.CreateObservableGauge(
            "assets.source.feeds",
            () => Told(source =>
            [
                new(source.Feeds.Count(feed => !feed.NotServed), Tag(source), new("state", "served")),
                new(source.Feeds.Count(feed => feed.NotServed), Tag(source), new("state", "not_served")),
            ]),
            "{feed}", "Feeds of a source, and those that its vendor refuses");
        meter.CreateObservableGauge(
            "assets.source.intervals.expected", () => Told(source => OfGaps(source, gaps => gaps.Expected)), "{interval}",
            "Intervals for which a source should have a candle");
        meter.CreateObservableGauge(
            "assets.source.intervals.missing", () => Told(source => OfGaps(source, gaps => gaps.Missing)), "{interval}",
            "Those of them that are still to be fetched");
        meter.CreateObservableGauge(
            "assets.source.budget.used",
            () => Told(source => source.Usage.Where(usage => usage.Window.LimitUnits > 0).Select(usage => new Measurement<double>(
                (double)usage.UsedUnits / usage.Window.LimitUnits, Tag(source), new("window", usage.Window.Name)))),
            "1", "Part of a window of a source's budget that is used, money among the windows");
        meter.CreateObservableGauge(
            "assets.source.spent", () => Told(source => source.Money is { } money ? [new((double)money.SpentUsd, Tag(source))] : []),
            "{USD}", "What billed calls of a source cost in this month");
    }

    /// <summary>The sources whose grains are in this silo.</summary>
    public LiveGrains<DataSourceView> Sources { get; } = new();

    /// <summary>Notes one call to a vendor.</summary>
    public void Called(FeedId feed, FeedResult result, TimeSpan duration)
    {
        var source = new KeyValuePair<string, object?>("source", feed.SourceId);
        var dataset = new KeyValuePair<string, object?>("dataset", feed.Dataset);
        var outcome = new KeyValuePair<string, object?>("outcome", TagText.Of(result));
        _calls.Add(1, source, dataset, outcome);
        _duration.Record(duration.TotalSeconds, source, outcome);
    }

    /// <summary>Notes rows that could not be used.</summary>
    public void LeftOut(FeedId feed, int rows) => _leftOut.Add(
        rows, new KeyValuePair<string, object?>("source", feed.SourceId), new KeyValuePair<string, object?>("dataset", feed.Dataset));

    /// <summary>Notes rows that were new to the store, and how many bars among all that came are odd (<see cref="OddBars"/>).</summary>
    public void Stored(FeedId feed, long rows, long oddBars)
    {
        var source = new KeyValuePair<string, object?>("source", feed.SourceId);
        var dataset = new KeyValuePair<string, object?>("dataset", feed.Dataset);
        _rows.Add(rows, source, dataset);
        _oddBars.Add(oddBars, source, dataset);
        _leftOut.Add(0, source, dataset); // a series that begins at its first fault shows no rise by it
    }

    private IEnumerable<Measurement<double>> Told(Func<DataSourceView, IEnumerable<Measurement<double>>> measure) =>
        Sources.Tell().SelectMany(source => measure(source.Value));

    private static IEnumerable<Measurement<double>> OfGaps(DataSourceView source, Func<GapLedger, long> count)
    {
        var candles = source.Feeds.Where(feed => feed.Id.Dataset.StartsWith("candles-", StringComparison.Ordinal));
        var measured = candles.Select(feed => feed.Gaps).OfType<GapLedger>().ToArray();
        return measured.Length == 0 ? [] : [new(measured.Sum(count), Tag(source))];
    }

    private static KeyValuePair<string, object?> Tag(DataSourceView source) => new("source", source.Definition.Id);
}
