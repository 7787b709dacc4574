using OrleansAssets.Domain.Performance;
using OrleansAssets.Performance;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Domain.Performance;

public sealed class TradeListRulesTests
{
    private static readonly DateTimeOffset Noon = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero).AddTicks(1_234_560);

    private static readonly Trade Yen = new(
        "y 1_a", "GBP/JPY", "trend", TradeSide.Short, 1_000, Noon.AddDays(-2), 1.31m, Noon, 1.295m, 2.5m, RecordProvenance.Own);

    [Fact]
    public void Page_OfClosedAndOpenTrades_SaysInWhichCurrencyAndWhatTheyBrought()
    {
        var open = Yen with { TradeId = "open", EntryPrice = 191.5m, ClosedAt = null, ExitPrice = null };

        var page = TradeListRules.Page([new LedgerTrade(open, "forex"), new LedgerTrade(Yen, "forex"), new LedgerTrade(Yen, "forex")], 2);

        Assert.Equal("USD", page.Currency);
        Assert.Equal(
            [new ListedTrade(open, "forex", "JPY", null), new ListedTrade(Yen, "forex", "USD", 12.5m)], page.Trades.ToArray());
        Assert.Equal("2026-03-01T12:00:00.123456Z_y 1_a", page.Next);
        Assert.Null(TradeListRules.Page([new LedgerTrade(Yen, "forex")], 1).Next);
    }

    [Theory]
    [InlineData("2026-03-01T12:00:00.123456Z_y 1_a", false)]
    [InlineData("open_2026-03-01T12:00:00.123456Z_y 1_a", true)]
    public void Place_ToldAndRead_IsTheSame(string text, bool isOpen)
    {
        var place = TradePlace.Find(text);

        Assert.Equal(new TradePlace(isOpen, Noon, "y 1_a"), place);
        Assert.Equal(text, $"{place}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("y 1_a")]
    [InlineData("2026-03-01_y")]
    [InlineData("2026-03-01T12:00:00.123456Z")]
    [InlineData("closed_2026-03-01T12:00:00.123456Z_y")]
    [InlineData("2026-03-01T12:00:00.123456Z_a\0b")]
    public void Place_ThatIsNone_IsFoundNowhere(string text) => Assert.Null(TradePlace.Find(text));

    [Fact]
    public void Check_QuestionsThatMakeNoSense_SaysWhatToGive()
    {
        var day = new DateOnly(2026, 3, 1);
        foreach (var (query, words) in new (TradeQuery, string)[]
        {
            (new(0), "most is 0; give 1 to 1000"), (new(1_001), "most is 1001"), (new(5, "yesterday"), "before is no place in this list"),
            (new(5, "open_2026-03-01T12:00:00.123456Z_y"), "before is no place in this list"),
            (new(5, From: day, Until: day.AddDays(-1)), "from 2026-03-01 is after until 2026-02-28"),
            (new(5, From: day, Scope: TradeScope.Open), "ask for closed ones"), (new(5, Until: default(DateOnly)), "from 1900 on"),
            (new(5, StrategyId: ""), "strategyId is empty"), (new(5, Scope: (TradeScope)7), "none of closed, open and all"),
        })
        {
            var refused = Assert.Throws<InvalidRequestException>(() => TradeListRules.Check(query, ShippedConfiguration.Value));
            Assert.Contains(words, refused.Message, StringComparison.Ordinal);
        }

        Assert.Null(TradeListRules.Check(new TradeQuery(1_000, From: day, Until: day, ClassId: "crypto"), ShippedConfiguration.Value));
    }
}
