using OrleansAssets.AssetClasses;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds;
using OrleansAssets.MarketData;

namespace OrleansAssets.Tests.Domain;

public sealed class GapRulesTests
{
    private static readonly DateTimeOffset Start = new(2026, 10, 5, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Now = Start.AddHours(24);
    private static readonly TimeRange Span = new(Start, Now);
    private static readonly FeedState State = new() { FirstAt = Start, Watermark = Start.AddHours(23) };

    [Fact]
    public void Measure_NothingIsMissing_IsComplete()
    {
        var ledger = Measure(State, Enumerable.Range(0, 24));

        Assert.Equal((24, 24, 0, 0, null), (ledger.Expected, ledger.Received, ledger.Absent, ledger.Missing, ledger.Next));
    }

    [Fact]
    public void Measure_TwoHoles_NamesTheOlderAsNext()
    {
        var ledger = Measure(State, Enumerable.Range(0, 24).Except([4, 5, 6, 15]));

        Assert.Equal((24, 20, 4), (ledger.Expected, ledger.Received, ledger.Missing));
        Assert.Equal(new TimeRange(Start.AddHours(4), Start.AddHours(7)), ledger.Next);
    }

    [Fact]
    public void Measure_HoursBehindTheWatermarkAreLate_AreMissingButTheSchedulesToFetch()
    {
        var ledger = Measure(State with { Watermark = Start.AddHours(9) }, Enumerable.Range(0, 10));

        Assert.Equal((14, null), (ledger.Missing, ledger.Next));
    }

    [Fact]
    public void Measure_SourceWasAskedAgain_CountsItsHolesAsAbsent()
    {
        var asked = GapRules.Asked(State, new TimeRange(Start.AddHours(4), Start.AddHours(6)));

        var ledger = Measure(asked, Enumerable.Range(0, 24).Except([4, 5, 6]));

        Assert.Equal((2, 1), (ledger.Absent, ledger.Missing));
        Assert.Equal(new TimeRange(Start.AddHours(6), Start.AddHours(7)), ledger.Next);
    }

    [Fact]
    public void Measure_LabelsFromHalfPast_FallIntoTheirSlots()
    {
        var open = new DateTimeOffset(2026, 10, 5, 13, 30, 0, TimeSpan.Zero);

        var ledger = GapRules.Measure(
            State, MarketHours.UsExchange, Timeframe.H1, Span, [.. Enumerable.Range(0, 7).Select(hour => open.AddHours(hour))], Now);

        Assert.Equal((7, 7), (ledger.Expected, ledger.Received));
    }

    [Fact]
    public void Asked_StretchesThatTouch_AreKeptAsOne()
    {
        var state = State;
        for (var hour = 0; hour < 1_000; hour++)
        {
            state = GapRules.Asked(state, new TimeRange(Start.AddHours(hour), Start.AddHours(hour + 1)));
        }

        Assert.Equal(new TimeRange(Start, Start.AddHours(1_000)), Assert.Single(state.Absences));
    }

    [Fact]
    public void SpanOf_ManyMinutes_CountsTheNewestOnly()
    {
        var span = GapRules.SpanOf(
            State with { FirstAt = Start.AddYears(-5) }, new DatasetSchedule(DatasetKind.Candles, Timeframe.M1, 60, 9), Now);

        Assert.Equal(GapRules.SlotsMax, (span?.Until - span?.From)?.TotalMinutes);
    }

    private static GapLedger Measure(FeedState state, IEnumerable<int> hours) => GapRules.Measure(
        state, MarketHours.Always, Timeframe.H1, Span, [.. hours.Select(hour => Start.AddHours(hour))], Now);
}
