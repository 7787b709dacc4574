using System.Collections.Immutable;
using System.Globalization;
using OrleansAssets.MarketData;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace OrleansAssets.Cli.Output;

/// <summary>Sentiment for people.</summary>
internal static class SentimentPages
{
    private const int KeywordsShown = 4;

    public static Func<ImmutableArray<SentimentSnapshot>, IEnumerable<IRenderable>> Snapshots(DateTimeOffset now) => snapshots =>
    {
        if (snapshots.IsEmpty)
        {
            return [Page.Line(" Nothing is collected within 14 days: see 'assets sources show reddit' and 'assets sources show twitter'.")];
        }

        var table = Page.Table("Asset", "Source", ">Back", ">Score", ">Bull", ">Bear", ">Neutral", ">Posts", ">Change", ">Age", "~Keywords");
        foreach (var one in snapshots)
        {
            table.Row(
                Page.Cell(one.AssetId),
                Page.Cell(one.SourceId),
                Page.Cell(Back(one.LookbackMinutes)),
                Scored(one.Mentions, one.Score),
                Page.Cell(Share(one.Bullish, one.Mentions)),
                Page.Cell(Share(one.Bearish, one.Mentions)),
                Page.Cell(Share(one.Neutral, one.Mentions)),
                Page.Cell(Formats.Count(one.Mentions)),
                Page.Cell(Change(one.VolumeChange)),
                Page.Cell(Formats.ShortAge(one.At, now)),
                Page.Cell(Formats.List(one.Keywords.Take(KeywordsShown))));
        }

        return
        [
            table,
            Page.Line(
                " Score: -1 bearish to +1 bullish, by the posts of the interval that ended at that age. "
                + "Change: of posts, against the interval before."),
        ];
    };

    public static Func<ImmutableArray<TrendingSymbol>, IEnumerable<IRenderable>> Trending(DateTimeOffset now) => symbols =>
    {
        if (symbols.IsEmpty)
        {
            return [Page.Line(" Nothing is collected within 14 days: see 'assets sources show reddit'.")];
        }

        var table = Page.Table("Source", ">Back", ">Rank", "Symbol", ">Posts", ">Score", ">Change", ">Age");
        foreach (var one in symbols)
        {
            table.Row(
                Page.Cell(one.SourceId),
                Page.Cell(Back(one.LookbackMinutes)),
                Page.Cell(Formats.Count(one.Rank)),
                Page.Cell(one.Symbol),
                Page.Cell(Formats.Count(one.Mentions)),
                Scored(one.Mentions, one.Score),
                Page.Cell(Change(one.VolumeChange)),
                Page.Cell(Formats.ShortAge(one.At, now)));
        }

        return [table];
    };

    private static string Back(int lookbackMinutes) => Formats.Length(TimeSpan.FromMinutes(lookbackMinutes));

    private static Text Scored(int mentions, double score) => mentions == 0
        ? Page.Cell(null)
        : Page.Colored(
            score.ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture),
            score >= 0.2 ? true : score <= -0.2 ? false : null);

    private static string? Share(int posts, int mentions) => mentions == 0
        ? null
        : Formats.Percent(Math.Round((decimal)posts / mentions, 2));

    private static string? Change(double? change) => change is { } value
        ? $"{(value * 100).ToString("+0;-0;0", CultureInfo.InvariantCulture)} %"
        : null;
}
