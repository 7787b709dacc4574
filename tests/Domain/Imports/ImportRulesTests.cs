using System.Collections.Immutable;
using OrleansAssets.Domain.Imports;
using OrleansAssets.Imports;
using OrleansAssets.MarketData;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Tests.Domain;

public sealed class ImportRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Day = new(2026, 2, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Dictionary<string, string> Assets = new(StringComparer.Ordinal) { ["NVDA"] = "stocks", ["GBP/JPY"] = "forex" };
    private static readonly Candle Good = new("NVDA", "import", Timeframe.D1, Day, 10, 12, 9, 11, 100);
    private static readonly Trade Traded = new("1", "NVDA", null, TradeSide.Long, 1, Day, 10, Day.AddDays(1), 11, 0);

    public static TheoryData<string, Candle> BadCandles => new()
    {
        { "'NVDA'", Good with { AssetId = "NVD" } },
        { "timeframe 7", Good with { Timeframe = (Timeframe)7 } },
        { "source", Good with { SourceId = " " } },
        { "UTC", Good with { OpenTime = new DateTimeOffset(2026, 2, 1, 0, 0, 0, TimeSpan.FromHours(2)) } },
        { "future", Good with { OpenTime = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero) } },
        { "1970", Good with { OpenTime = new DateTimeOffset(1960, 1, 1, 0, 0, 0, TimeSpan.Zero) } },
        { "high 8", Good with { High = 8 } },
        { "low -1", Good with { Low = -1 } },
        { "volume -1", Good with { Volume = -1 } },
        { "close 1000000000000001", Good with { Close = 1_000_000_000_000_001m, High = 1_000_000_000_000_001m } },
    };

    public static TheoryData<string, Trade> BadTrades => new()
    {
        { "asset 'NVD'", Traded with { AssetId = "NVD" } },
        { "side 7", Traded with { Side = (TradeSide)7 } },
        { "trade_id", Traded with { TradeId = "" } },
        { "trade_id", Traded with { TradeId = new string('x', 101) } },
        { "quantity 0", Traded with { Quantity = 0 } },
        { "entry_price 0", Traded with { EntryPrice = 0 } },
        { "fees -2000000000000000", Traded with { Fees = -2_000_000_000_000_000m } },
        { "must not be before opened_at", Traded with { ClosedAt = Day.AddDays(-1) } },
        { "must not be in the future", Traded with { ClosedAt = Now.AddDays(1) } },
        { "closed_at", Traded with { ClosedAt = null } },
        { "exit_price", Traded with { ExitPrice = null } },
        { "UTC", Traded with { OpenedAt = Day.ToOffset(TimeSpan.FromHours(1)) } },
        { "x price", Traded with { Quantity = 1_000_000_000_000m, EntryPrice = 1_000_000_000_000m } },
    };

    [Theory]
    [MemberData(nameof(BadCandles))]
    public void CheckCandles_BadRow_NamesPlaceAndRule(string named, Candle candle)
    {
        var fault = Assert.Throws<InvalidRequestException>(
            () => ImportRules.CheckCandles(3, [Good with { OpenTime = Day.AddDays(1) }, candle], Assets, Now));

        Assert.StartsWith("Batch 3, row 1: ", fault.Message, StringComparison.Ordinal);
        Assert.Contains(named, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(BadTrades))]
    public void CheckTrades_BadRow_NamesPlaceAndRule(string named, Trade trade)
    {
        var fault = Assert.Throws<InvalidRequestException>(() => ImportRules.CheckTrades(0, [Row(trade)], Assets, Now));

        Assert.StartsWith("Batch 0, row 0: ", fault.Message, StringComparison.Ordinal);
        Assert.Contains(named, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_ManyBadRows_AreToldAtOnceAndTheRestCounted()
    {
        ImportedTrade[] rows =
            [.. Enumerable.Range(0, 30).Select(row => Row(Traded with { TradeId = $"{row}", Quantity = row % 2 == 0 ? 0 : 1 }))];

        var few = Assert.Throws<InvalidRequestException>(() => ImportRules.CheckTrades(0, rows, Assets, Now));
        var many = Assert.Throws<InvalidRequestException>(() => ImportRules.CheckTrades(
            0, [.. rows.Select(row => row with { Trade = row.Trade with { AssetId = "NVD" } })], Assets, Now));

        Assert.Equal(Enumerable.Range(0, 15).Select(row => $"[{2 * row}]"), few.Places.Select(place => place.Place));
        Assert.DoesNotContain("more rows", few.Message, StringComparison.Ordinal);
        Assert.Equal(20, many.Places.Length);
        Assert.StartsWith("Batch 0, row 0: ", many.Message, StringComparison.Ordinal);
        Assert.Contains(" Batch 0, row 19: ", many.Message, StringComparison.Ordinal);
        Assert.EndsWith("And 10 more rows are refused.", many.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_GoodRows_Pass()
    {
        ImportRules.CheckCandles(0, [Good, Good with { AssetId = "GBP/JPY", Open = 13, Close = 8 }], Assets, Now);
        ImportRules.CheckTrades(0, [Row(Traded), Row(Traded with { TradeId = "2", ClosedAt = null, ExitPrice = null })], Assets, Now);
        ImportRules.CheckEquity(0, [new EquityPoint(new DateOnly(2026, 3, 1), 0, -5)], Now);
    }

    /// <summary>Crude settled at -37.63 on 20 April 2020: its class has such prices, a share has none.</summary>
    [Fact]
    public void Check_PricesBelowNothing_PassWhereTheClassHasThem()
    {
        var day = new DateTimeOffset(2020, 4, 20, 0, 0, 0, TimeSpan.Zero);
        var assets = new Dictionary<string, string>(StringComparer.Ordinal) { ["CRUDE"] = "commodities", ["NVDA"] = "stocks" };
        var candle = new Candle("CRUDE", "import", Timeframe.D1, day, 17.73m, 17.85m, -40.32m, -37.63m, 247_947);
        var fill = new ImportedFill("1", "CRUDE", null, OrderSide.Buy, 1, -37.63m, null, -0.5m, null, day, 2, 1);
        var trade = Traded with { AssetId = "CRUDE", EntryPrice = -37.63m, ExitPrice = -10, Fees = -1 };

        ImportRules.CheckCandles(0, [candle], assets, Now, id => id == "CRUDE");
        ImportRules.CheckFills(0, [fill], assets, Now, id => id == "CRUDE");
        ImportRules.CheckTrades(0, [Row(trade)], assets, Now, id => id == "CRUDE");

        Assert.Throws<InvalidRequestException>(
            () => ImportRules.CheckCandles(0, [candle with { AssetId = "NVDA" }], assets, Now, id => id == "CRUDE"));
        Assert.Throws<InvalidRequestException>(
            () => ImportRules.CheckFills(0, [fill with { AssetId = "NVDA" }], assets, Now, id => id == "CRUDE"));
        Assert.Throws<InvalidRequestException>(
            () => ImportRules.CheckTrades(0, [Row(trade with { AssetId = "NVDA" })], assets, Now, id => id == "CRUDE"));
    }

    [Fact]
    public void CheckEquity_BadRow_IsRefused()
    {
        var day = new DateOnly(2026, 2, 1);

        Assert.Throws<InvalidRequestException>(() => ImportRules.CheckEquity(0, [new EquityPoint(day, -1, 0)], Now));
        Assert.Throws<InvalidRequestException>(() => ImportRules.CheckEquity(0, [new EquityPoint(new DateOnly(2026, 3, 2), 1, 0)], Now));
        Assert.Throws<InvalidRequestException>(
            () => ImportRules.CheckEquity(0, [new EquityPoint(day, 1, 0), new EquityPoint(day, 2, 0)], Now));
    }

    [Fact]
    public void Check_BatchOutOfBounds_IsRefused()
    {
        var tooMany = Enumerable.Range(0, IImportGrain.BatchRowsMax + 1)
            .Select(index => new EquityPoint(new DateOnly(2000, 1, 1).AddDays(index), 1, 0)).ToImmutableArray();

        Assert.Throws<InvalidRequestException>(() => ImportRules.CheckEquity(0, tooMany, Now));
        ImportRules.CheckEquity(0, tooMany[1..], Now);
        Assert.Throws<InvalidRequestException>(() => ImportRules.CheckEquity(0, [], Now));
        Assert.Throws<InvalidRequestException>(() => ImportRules.CheckEquity(-1, tooMany[1..], Now));
    }

    private static ImportedTrade Row(Trade trade) => new(trade, null, null, 1);
}
