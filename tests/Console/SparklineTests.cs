using OrleansAssets.Cli.Performance;

namespace OrleansAssets.Tests.Console;

public sealed class SparklineTests
{
    [Theory]
    [InlineData("▁▄█", 0, 0.4, 1)]
    [InlineData("███", 5, 5, 5)]
    public void Of_Values_FillTheHeight(string line, double first, double second, double third) =>
        Assert.Equal(line, Sparkline.Of([first, second, third]));

    [Fact]
    public void Of_NoValue_IsEmpty() => Assert.Equal("", Sparkline.Of([]));

    [Fact]
    public void Of_ManyValues_EndWithTheLast()
    {
        var line = Sparkline.Of([.. Enumerable.Range(0, 1_000).Select(value => (double)value)]);

        Assert.Equal((60, '▁', '█'), (line.Length, line[0], line[^1]));
    }
}
