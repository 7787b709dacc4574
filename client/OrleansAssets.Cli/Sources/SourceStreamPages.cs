using System.Collections.Immutable;
using OrleansAssets.Cli.Output;
using OrleansAssets.Streams;
using Spectre.Console.Rendering;

namespace OrleansAssets.Cli.Sources;

/// <summary>Streams of quotes and trades for people.</summary>
internal static class SourceStreamPages
{
    public static Func<ImmutableArray<QuoteStreamView>, IEnumerable<IRenderable>> List(DateTimeOffset now) => streams =>
    {
        if (streams.IsEmpty)
        {
            return [PageParts.Line(" No source pushes quotes: none has a stream_url in sources.yaml.")];
        }

        var table = PageParts.Table(
            "Source", "Stream is", ">Assets", ">Heard", ">Quotes", ">Stale", ">Overtaken", ">Left out", ">Opened", "~Last trouble");
        foreach (var one in streams)
        {
            table.Row(
                PageParts.Cell(one.SourceId),
                PageParts.GoodIf(one.Status != QuoteStreamStatus.Connecting, one.Status.ToString()),
                PageParts.Cell(ValueText.Count(one.AssetIds.Length)),
                PageParts.Cell(ValueText.ShortAge(one.LastMessageAt, now)),
                PageParts.Cell(ValueText.Count(one.Quotes)),
                PageParts.Cell(ValueText.Count(one.Stale)),
                PageParts.Cell(ValueText.Count(one.Coalesced)),
                PageParts.Cell(ValueText.Count(one.LeftOut)),
                PageParts.Cell(ValueText.Count(one.Connections)),
                PageParts.Cell(one.LastError));
        }

        return
        [
            table,
            PageParts.Line(" Heard: how long ago anything came. Overtaken: by a newer quote, before anybody was told."),
            .. streams.Where(one => one.Trades is not null).Select(one => PageParts.Line(Trades(one.SourceId, one.Trades!))), // they have
        ];
    };

    private static string Trades(string sourceId, PushedTradeCounts trades) =>
        $" {sourceId} pushes trades of {ValueText.Count(trades.Assets)} {(trades.Assets == 1 ? "asset" : "assets")} too: "
        + $"{ValueText.Count(trades.Trades)} came, {ValueText.Count(trades.Stale)} stale, {ValueText.Count(trades.Coalesced)} overtaken, "
        + $"{ValueText.Count(trades.Doubted)} not believed{(trades.LastDoubt is { } doubt ? $"; the newest: {doubt}" : "")}.";
}
