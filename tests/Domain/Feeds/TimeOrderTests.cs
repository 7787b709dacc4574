using OrleansAssets.Domain.Feeds;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Domain;

public sealed class TimeOrderTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("10 11 12", "yyy")]
    [InlineData("10 14 12 13 14", "ynyyy")] // 11 stamped 14
    [InlineData("10 20 21 12 13 14", "ynnyyy")]
    [InlineData("10 11 5 12", "yyny")]
    [InlineData("10 10 11", "yny")]
    [InlineData("97 98 102 100", "yyny")] // late in the page
    [InlineData("", "")]
    public void Of_RowThatBreaksTheOrder_IsTheOneThatIsLeftOut(string hours, string expected) =>
        Assert.Equal(expected, Marks(Times(hours), mayRepeat: false));

    [Fact]
    public void Of_TimesThatMayRepeat_StayAllOfThem() =>
        Assert.Equal("yynyy", Marks(Times("10 10 14 11 11"), mayRepeat: true));

    [Fact]
    public void Of_AnyRows_KeepsAsManyAsCanBe() => Laws.Hold(
        500,
        choices => (Hours: Enumerable.Range(0, choices.Next(9)).Select(_ => choices.Next(6)).ToArray(), MayRepeat: choices.Next(2) == 1),
        one =>
        {
            var kept = TimeOrder.Of([.. one.Hours.Select(hour => Start.AddHours(hour))], one.MayRepeat);
            var best = Enumerable.Range(0, 1 << one.Hours.Length)
                .Select(mask => one.Hours.Where((_, index) => (mask & (1 << index)) != 0).ToArray())
                .Where(some => Ascends(some, one.MayRepeat)).Max(some => some.Length);

            Assert.True(Ascends([.. one.Hours.Where((_, index) => kept[index])], one.MayRepeat));
            Assert.Equal(best, kept.Count(isKept => isKept));
        });

    private static bool Ascends(int[] hours, bool mayRepeat) =>
        hours.Zip(hours.Skip(1)).All(pair => pair.First < pair.Second || (mayRepeat && pair.First == pair.Second));

    private static DateTimeOffset[] Times(string hours) =>
        [.. hours.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(hour => Start.AddHours(int.Parse(hour, null)))];

    private static string Marks(DateTimeOffset[] times, bool mayRepeat) =>
        string.Concat(TimeOrder.Of(times, mayRepeat).Select(isIn => isIn ? 'y' : 'n'));
}
