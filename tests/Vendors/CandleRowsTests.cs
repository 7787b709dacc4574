using System.Text.Json;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.Domain.Imports;
using OrleansAssets.MarketData;
using OrleansAssets.Tests.Support;
using OrleansAssets.Vendors.Http;

namespace OrleansAssets.Tests.Vendors;

/// <summary>C2: an odd bar refused its page at a feed while the import kept and counted it. There is one rule for both.</summary>
public sealed class CandleRowsTests
{
    private static readonly DateTimeOffset Day = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Read_AnyBar_IsKeptWhereAnImportWouldKeepIt() => Laws.Hold(
        2_000,
        choices => (MayBeNegative: choices.Next(2) == 1, Bar: new Candle(
            "NVDA", "x", Timeframe.D1, Day, Price(choices), Price(choices), Price(choices), Price(choices), choices.Next(3) - 1)),
        one =>
        {
            var (mayBeNegative, bar) = one;
            var good = new Candle("NVDA", "x", Timeframe.D1, Day.AddDays(-1), 2, 2, 2, 2, 0);
            var rows = new Queue<Candle>([good, bar]);
            var query = new CandleQuery("NVDA", "NVDA", Timeframe.D1, Day.AddDays(-9), mayBeNegative);

            var read = CandleRows.Read(JsonElement.Parse("[1,2]"), 2, _ => rows.Dequeue(), query, Day.AddDays(1));

            Assert.Equal(RowRules.Check(bar, Day.AddDays(2), mayBeNegative).IsEmpty, read.Value.Contains(bar));
        });

    private static decimal Price(Choices choices) => choices.Next(6) - 1;
}
