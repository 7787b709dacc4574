using System.Globalization;
using System.Xml.Linq;
using OrleansAssets.Cli.Performance;
using OrleansAssets.Performance;
using OrleansAssets.Tests.EndToEnd;

namespace OrleansAssets.Tests.Console;

/// <summary>The picture of a look-back can be read.</summary>
public sealed class PerformancePlotTests
{
    /// <summary>Width of a sign as a part of its height, at most, over a whole text.</summary>
    private const double SignWidth = 0.58;

    [Theory]
    [InlineData(7, 0.0004)]
    [InlineData(60, 0.002)]
    [InlineData(700, 0.5)]
    public void Write_Texts_DoNotLieOnOneAnother(int count, double growth)
    {
        using var directory = new DataDirectory();
        var path = Path.Combine(directory.Path, "performance.svg");
        var days = Enumerable.Range(0, count).Select(day => new PerformanceDay(
            new DateOnly(2026, 9, 28).AddDays(day), 1, 0.001, 1 + (day * growth), -(day % 7) * growth, Rolling: null));
        var query = new PerformanceQuery(count, null, null, null, null, null);

        Assert.Null(PlotFile.Write(
            path, PerformancePlot.Of("Performance of strategy trend, portfolio main", new PerformanceSeries(query, 365, 30, [.. days]))));

        Box[] boxes = [.. XDocument.Load(path).Descendants().Where(node => node.Name.LocalName == "text").Select(Box.Of)];
        Assert.True(boxes.Length > 5);
        Assert.All(boxes, box => Assert.True(box is { Left: >= 0, Top: >= 0, Right: <= 1_000, Bottom: <= 620 }, $"{box}"));
        foreach (var (index, box) in boxes.Index())
        {
            Assert.All(boxes[..index], other => Assert.False(box.Meets(other), $"{box} lies on {other}"));
        }
    }

    private sealed record Box(string Text, double Left, double Top, double Right, double Bottom)
    {
        public static Box Of(XElement text)
        {
            var transform = (string)text.Attribute("transform")!;
            var place = transform.Split('(', ')')[1].Split(',').Select(part => double.Parse(part, CultureInfo.InvariantCulture)).ToArray();
            var height = (double)text.Attribute("font-size")!;
            var width = text.Value.Length * height * SignWidth;
            var before = (string?)text.Attribute("text-anchor") switch { "middle" => width / 2, "end" => width, _ => 0 };
            var (above, below) = (height * 0.75, height * 0.2);
            return transform.Contains("rotate(-90)", StringComparison.Ordinal)
                ? new Box(text.Value, place[0] - above, place[1] - width + before, place[0] + below, place[1] + before)
                : new Box(text.Value, place[0] - before, place[1] - above, place[0] - before + width, place[1] + below);
        }

        public bool Meets(Box other) => Left < other.Right && other.Left < Right && Top < other.Bottom && other.Top < Bottom;
    }
}
