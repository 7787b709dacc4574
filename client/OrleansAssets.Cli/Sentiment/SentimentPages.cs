using System.Collections.Immutable;
using System.Globalization;
using OrleansAssets.Cli.Output;
using OrleansAssets.MarketData;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace OrleansAssets.Cli.Sentiment;

/// <summary>Sentiment for people.</summary>
internal static class SentimentPages
{
    private const int KeywordsShown = 4;

    /// <param name="back">The look-back that was asked for, in minutes; null for any.</param>
    public static Func<ImmutableArray<SentimentSnapshot>, IEnumerable<IRenderable>> Snapshots(
        DateTimeOffset now, int? back = null) => snapshots =>
    {
        if (snapshots.IsEmpty)
        {
            return [PageParts.Line(back is { } minutes
                ? $" No snapshot over {minutes} minutes is collected: without --back all that there are show, each with its own."
                : " Nothing is collected within 14 days: see 'assets sources show reddit' and 'assets sources show twitter'.")];
        }

        var table = PageParts.Table(
            "Asset", "Source", ">Back", ">Score", ">Bull", ">Bear", ">Neutral", ">Posts", ">Change", ">Age", "~Keywords");
        foreach (var one in snapshots)
        {
            table.Row(
                PageParts.Cell(one.AssetId),
                PageParts.Cell(one.SourceId),
                PageParts.Cell(Back(one.LookbackMinutes)),
                Scored(one.Mentions, one.Score),
                PageParts.Cell(Share(one.Bullish, one.Mentions)),
                PageParts.Cell(Share(one.Bearish, one.Mentions)),
                PageParts.Cell(Share(one.Neutral, one.Mentions)),
                PageParts.Cell(ValueText.Count(one.Mentions)),
                PageParts.Cell(Change(one.VolumeChange)),
                PageParts.Cell(ValueText.ShortAge(one.At, now)),
                PageParts.Cell(ValueText.List(one.Keywords.Take(KeywordsShown))));
        }

        return
        [
            table,
            PageParts.Line(
                " Score: -1 bearish to +1 bullish, by the posts of the interval that ended at that age. "
                + "Change: of posts, against the interval before."),
        ];
    };

    public static Func<ImmutableArray<TrendingSymbol>, IEnumerable<IRenderable>> Trending(DateTimeOffset now) => symbols =>
    {
        if (symbols.IsEmpty)
        {
            return [PageParts.Line(" Nothing is collected within 14 days: see 'assets sources show reddit'.")];
        }

        var table = PageParts.Table("Source", ">Back", ">Rank", "Symbol", ">Posts", ">Score", ">Change", ">Age");
        foreach (var one in symbols)
        {
            table.Row(
                PageParts.Cell(one.SourceId),
                PageParts.Cell(Back(one.LookbackMinutes)),
                PageParts.Cell(ValueText.Count(one.Rank)),
                PageParts.Cell(one.Symbol),
                PageParts.Cell(ValueText.Count(one.Mentions)),
                Scored(one.Mentions, one.Score),
                PageParts.Cell(Change(one.VolumeChange)),
                PageParts.Cell(ValueText.ShortAge(one.At, now)));
        }

        return [table];
    };

    private static string Back(int lookbackMinutes) => ValueText.Length(TimeSpan.FromMinutes(lookbackMinutes));

    private static IRenderable Scored(int mentions, double score) => mentions == 0
        ? PageParts.Cell(null)
        : PageParts.Colored(
            score.ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture),
            score >= 0.2 ? true : score <= -0.2 ? false : null);

    private static string? Share(int posts, int mentions) => mentions == 0
        ? null
        : ValueText.Percent(Math.Round((decimal)posts / mentions, 2));

    private static string? Change(double? change) => change is { } value
        ? $"{(value * 100).ToString("+0;-0;0", CultureInfo.InvariantCulture)} %"
        : null;
}
