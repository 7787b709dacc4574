using OrleansAssets.Domain.Sentiment;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Domain;

public sealed class MoodScorerTests
{
    [Theory]
    [InlineData("dev", 0.95, 0.95)]
    [InlineData("test", 0.78, 0.78)]
    public void Score_LabelledPosts_IsAsRightAsStated(string split, double accuracy, double macroF1)
    {
        var confusion = Confusion.Of(split);

        Assert.True(confusion.Accuracy >= accuracy && confusion.MacroF1 >= macroF1,
            FormattableString.Invariant(
                $"{split}: accuracy {confusion.Accuracy:0.000}, macro F1 {confusion.MacroF1:0.000}\n{confusion.Table()}"));
    }

    [Theory]
    [InlineData("dev")]
    [InlineData("test")]
    public void Documentation_Always_StatesTheMeasuredFigures(string split)
    {
        var confusion = Confusion.Of(split);
        var page = File.ReadAllText(RepositoryFiles.PathOf("docs", "sentiment.md"));

        var figures = FormattableString.Invariant(
            $"{confusion.Pairs.Length} posts, accuracy {confusion.Accuracy:0.000}, macro F1 {confusion.MacroF1:0.000}");

        Assert.Contains(figures, page, StringComparison.Ordinal);
        Assert.Contains(confusion.Table(), page, StringComparison.Ordinal);
    }

    [Fact]
    public void LabelledPosts_Always_AreManyAndOfEveryLabel()
    {
        Assert.True(LabelledPost.All.Length >= 200);
        Assert.Equal(LabelledPost.All.Length, LabelledPost.All.Select(post => post.Text).Distinct(StringComparer.Ordinal).Count());
        Assert.All(LabelledPost.All.GroupBy(post => (post.Split, post.Label)), group => Assert.True(group.Count() >= 30));
    }

    [Theory]
    [InlineData("bought calls", nameof(Stance.Bullish))]
    [InlineData("bought puts", nameof(Stance.Bearish))]
    [InlineData("sold my calls", nameof(Stance.Bearish))]
    [InlineData("sold my puts", nameof(Stance.Bullish))]
    [InlineData("not selling my calls", nameof(Stance.Bullish))]
    [InlineData("my calls expired worthless", nameof(Stance.Bearish))]
    [InlineData("puts are getting crushed", nameof(Stance.Bullish))]
    [InlineData("puts printing", nameof(Stance.Bearish))]
    [InlineData("not bullish at all", nameof(Stance.Bearish))]
    [InlineData("I am not not bullish", nameof(Stance.Bullish))]
    [InlineData("great product but the stock is overvalued", nameof(Stance.Bearish))]
    [InlineData("the stock is overvalued but it is great, huge growth", nameof(Stance.Bullish))]
    [InlineData("this will moon for sure /s", nameof(Stance.Bearish))]
    [InlineData("down 12 % today", nameof(Stance.Bearish))]
    [InlineData("down here in Texas", nameof(Stance.Neutral))]
    [InlineData("calls or puts?", nameof(Stance.Neutral))]
    [InlineData("🚀🚀🚀", nameof(Stance.Bullish))]
    [InlineData("MOOOOOON", nameof(Stance.Bullish))]
    [InlineData("> this is going to the moon\nno opinion here", nameof(Stance.Neutral))]
    [InlineData("https://example.com/moon-rocket-bullish", nameof(Stance.Neutral))]
    [InlineData("", nameof(Stance.Neutral))]
    [InlineData("\ud83d", nameof(Stance.Neutral))]
    public void Score_Rule_GivesItsStance(string text, string expected)
        => Assert.Equal(expected, MoodScorer.Score(text).Stance.ToString());

    [Fact]
    public void Score_Strength_FollowsTheWordsAround()
    {
        Assert.True(Of("very bullish") > Of("bullish"));
        Assert.True(Of("bullish") > Of("slightly bullish"));
        Assert.True(Of("bullish!!!") > Of("bullish"));
        Assert.True(Of("I am BULLISH here today") > Of("I am bullish here today"));
        Assert.True(Of("bullish") > Of("bullish?"));
        Assert.True(Of("🚀🚀") > Of("🚀") && Of("🚀🚀") < Of("🚀 moon"));
    }

    [Fact]
    public void Score_AnyText_StaysWithinItsBoundsAndIsTheSameAgain()
    {
        var scraps = LabelledPost.All.SelectMany(post => post.Text.Split(' ')).Append("/s").Append("\ud83d").Append("\n>").ToArray();

        Laws.Hold(
            cases: 2_000,
            random => string.Join(' ', Enumerable.Range(0, random.Next(60)).Select(_ => scraps[random.Next(scraps.Length)])),
            text =>
            {
                var score = Of(text);

                Assert.InRange(score, -1, 1);
                Assert.Equal(score, Of(text));
            });
    }

    [Theory]
    [InlineData("+1.0 moon", "no known section")]
    [InlineData("[words]\nmoon", "needs 1 numbers")]
    public void Read_BrokenLexicon_NamesTheLine(string text, string says)
    {
        using var reader = new StringReader(text);

        var exception = Assert.Throws<FormatException>(() => Lexicon.Read(reader));

        Assert.Contains(says, exception.Message, StringComparison.Ordinal);
        Assert.Contains("Line", exception.Message, StringComparison.Ordinal);
    }

    private static double Of(string text) => MoodScorer.Score(text).Score;
}
