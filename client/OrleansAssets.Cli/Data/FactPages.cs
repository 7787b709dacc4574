using System.Collections.Immutable;
using System.Globalization;
using OrleansAssets.Cli.Output;
using OrleansAssets.Cli.Performance;
using OrleansAssets.Cli.Sources;
using OrleansAssets.Data;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds;
using OrleansAssets.MarketData;
using Spectre.Console.Rendering;

namespace OrleansAssets.Cli.Data;

/// <summary>Facts beside prices for people, and how good data are.</summary>
internal static class FactPages
{
    /// <param name="isCourse">Whether it is the course of one indicator.</param>
    public static Func<ImmutableArray<IndicatorValue>, IEnumerable<IRenderable>> Indicators(DateTimeOffset now, bool isCourse) => values =>
    {
        if (values.IsEmpty)
        {
            return [PageParts.Line(" No value is collected: 'assets data quality ASSET' says which indicators are.")];
        }

        var table = PageParts.Table("Indicator", "Source", ">Value", "Unit", "At", ">Age");
        foreach (var one in isCourse ? values.TakeLast(10) : values)
        {
            table.Row(
                PageParts.Cell(one.Indicator),
                PageParts.Cell(one.SourceId),
                PageParts.Cell(ValueText.Figure(one.Value)),
                PageParts.Cell(one.Unit),
                PageParts.Cell(ValueText.Instant(one.At)),
                PageParts.Cell(ValueText.ShortAge(one.At, now)));
        }

        return isCourse
            ? [PageParts.Line($" {Sparkline.Of([.. values.Select(one => (double)one.Value)])}"), table]
            : [table];
    };

    public static Func<ImmutableArray<WatchedPost>, IEnumerable<IRenderable>> Posts(DateTimeOffset now) => posts =>
    {
        if (posts.IsEmpty)
        {
            return [PageParts.Line(" No post is collected of that time: see 'assets sources show twitter'; --days looks further back.")];
        }

        var table = PageParts.Table("Account", "For", ">Age", ">Score", "Named", "~Text");
        foreach (var one in posts)
        {
            table.Row(
                PageParts.Cell(one.Account),
                PageParts.Cell(one.AssetId),
                PageParts.Cell(ValueText.ShortAge(one.At, now)),
                PageParts.Cell(one.Score.ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture)),
                PageParts.Cell(ValueText.YesNo(one.MentionsAsset)),
                PageParts.Cell(one.Text.ReplaceLineEndings(" ")));
        }

        return [table, PageParts.Line(" Named: whether the text names the asset.")];
    };

    public static Func<ImmutableArray<OptionsFlow>, IEnumerable<IRenderable>> Flow(DateTimeOffset now) => trades =>
    {
        if (trades.IsEmpty)
        {
            return [PageParts.Line(" No option trade is collected of that time: see 'assets sources show unusual_whales'.")];
        }

        var table = PageParts.Table(
            "Asset", "Type", "Side", ">Strike", "Expires", ">Contracts", ">Premium", ">Open int.", "Unusual", ">Age");
        foreach (var one in trades)
        {
            table.Row(
                PageParts.Cell(one.AssetId),
                PageParts.Cell(one.Type == OptionType.Call ? "call" : "put"),
                PageParts.Cell(one.Side switch { OptionSide.Buy => "buy", OptionSide.Sell => "sell", _ => null }),
                PageParts.Cell(ValueText.Number(one.Strike)),
                PageParts.Cell(ValueText.Day(one.ExpiresOn)),
                PageParts.Cell(ValueText.Count(one.Contracts)),
                PageParts.Cell(ValueText.Money(one.Premium)),
                PageParts.Cell(one.OpenInterest is { } open ? ValueText.Count(open) : null),
                PageParts.Cell(ValueText.YesNo(one.Unusual)),
                PageParts.Cell(ValueText.ShortAge(one.At, now)));
        }

        return [table, PageParts.Line(" Premium: US dollars for the whole trade.")];
    };

    public static Func<ImmutableArray<EconomicEvent>, IEnumerable<IRenderable>> Calendar(DateTimeOffset now) => events =>
    {
        if (events.IsEmpty)
        {
            return [PageParts.Line(" No event is known in that time: see 'assets sources show fred'; --ahead looks further.")];
        }

        var table = PageParts.Table("At", "When", "Impact", "Country", "Asset", ">Previous", ">Forecast", ">Actual", "~Event");
        foreach (var one in events)
        {
            table.Row(
                PageParts.Cell(ValueText.Instant(one.At)),
                PageParts.Cell(ValueText.Age(one.At, now)),
                PageParts.Cell(one.Impact.ToString().ToLowerInvariant()),
                PageParts.Cell(one.Country),
                PageParts.Cell(one.AssetId),
                PageParts.Cell(Figure(one.Previous, one.Unit)),
                PageParts.Cell(Figure(one.Forecast, one.Unit)),
                PageParts.Cell(Figure(one.Actual, one.Unit)),
                PageParts.Cell(one.Title));
        }

        return [table];
    };

    public static IEnumerable<IRenderable> Correlations(CorrelationMatrix matrix)
    {
        if (matrix.AsOf is null)
        {
            return [PageParts.Line(" There is no matrix of then or before: the first takes daily candles of two assets.")];
        }

        var table = new AnswerTable("Asset", "With", ">Correlation", ">Days") { Empty = "No pair is measured." };
        foreach (var pair in matrix.Pairs)
        {
            table.Row(
                PageParts.Cell(pair.AssetA),
                PageParts.Cell(pair.AssetB),
                PageParts.Cell(pair.Correlation.ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture)),
                PageParts.Cell(ValueText.Count(pair.Observations)));
        }

        return [table, PageParts.Line($" Of daily returns over {matrix.WindowDays} days up to {ValueText.Day(matrix.AsOf)}.")];
    }

    public static Func<ImmutableArray<DataQuality>, IEnumerable<IRenderable>> Quality(DateTimeOffset now) => all =>
    {
        if (all.IsEmpty)
        {
            return [PageParts.Line(" Nothing is collected of it: its class is not active, or its sources have no dataset for it.")];
        }

        var table = PageParts.Table(
            "Dataset", "Source", "Needed", "Source is", ">Data age", ">Asked", ">Rows", ">Missing", ">Done", "~Remark");
        foreach (var one in all)
        {
            var feed = one.Feed;
            table.Row(
                PageParts.Cell(feed.Id.Dataset),
                PageParts.Cell(feed.Id.SourceId),
                PageParts.Cell(ValueText.YesNo(one.IsRequired)),
                PageParts.GoodIf(one.Status is DataSourceStatus.Healthy, one.Status.ToString()),
                PageParts.Cell(ValueText.ShortAge(feed.Watermark, now)),
                PageParts.Cell(ValueText.ShortAge(feed.CollectedAt, now)),
                PageParts.Cell(ValueText.Count(feed.Rows)),
                PageParts.Cell(feed.Gaps is { } gaps ? ValueText.Count(gaps.Missing) : null),
                PageParts.Cell(feed.Gaps is { } ledger ? SourceGapPages.Complete(ledger) : null),
                PageParts.Cell(Remark(one, now)));
        }

        return [table, PageParts.Line(" Missing, Done: intervals of the market's calendar; 'assets sources gaps' says more.")];
    };


    /// <summary>By how much one price lies above another, with its sign.</summary>
    public static string Difference(decimal part) => $"{(part * 100).ToString("+0.00##;-0.00##;0.00", CultureInfo.InvariantCulture)} %";

    private static string? Remark(DataQuality one, DateTimeOffset now)
    {
        var feed = one.Feed;
        var remarks = new[]
        {
            feed.InsteadOf is { } other ? $"stands in for {other} since {ValueText.ShortAge(feed.StandsInSince, now)}" : null,
            one.DiffersBy is { } part
                ? $"{Difference(part)} from the first source" : null,
            feed.NotServed ? feed.LastError ?? "not served" : feed.LastError,
            feed.Id.Dataset == DatasetKinds.Quotes && feed.Gaps is { Absent: > 0 } lost
                ? $"none came in {ValueText.Count(lost.Absent)} of {ValueText.Count(lost.Expected)} minutes or rounds" : null,
            feed.LeftOut > 0 ? $"{ValueText.Count(feed.LeftOut)} rows left out, the last: {feed.LastLeftOut}" : null,
        };
        return string.Join("; ", remarks.OfType<string>());
    }

    private static string? Figure(decimal? value, string unit) =>
        value is { } figure ? $"{ValueText.Number(figure)} {unit}".TrimEnd() : null;
}
