using System.Collections.Immutable;
using OrleansAssets.Cli.Output;
using OrleansAssets.Streams;
using Spectre.Console.Rendering;

namespace OrleansAssets.Cli.Sources;

/// <summary>Streams of quotes for people.</summary>
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

        return [table, PageParts.Line(" Heard: how long ago anything came. Overtaken: by a newer quote, before anybody was told.")];
    };
}
