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
    private static readonly Dictionary<string, string> Assets = new(StringComparer.Ordinal)
    {
        ["NVDA"] = "stocks", ["GBP/JPY"] = "forex", ["CRUDE"] = "commodities",
    };

    private static readonly Candle Good = new("NVDA", "import", Timeframe.D1, Day, 10, 12, 9, 11, 100);

    /// <summary>Crude oil on 2020-04-20, which no import took.</summary>
    private static readonly Candle Settled = new(
        "CRUDE", "import", Timeframe.D1, new DateTimeOffset(2020, 4, 20, 0, 0, 0, TimeSpan.Zero),
        17.73m, 17.85m, -40.32m, -37.63m, 247_947);

    private static readonly ImportedFill Filled = new("1", "CRUDE", null, OrderSide.Sell, 1, -37.63m, null, 0, null, Day, 1, 1);

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
        { "close 0", Good with { Close = 0 } },
        { "low -1000000000000001", Settled with { Low = -1_000_000_000_000_001m } },
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
        { "fees -1", Traded with { Fees = -1 } },
        { "must not be before opened_at", Traded with { ClosedAt = Day.AddDays(-1) } },
        { "must not be in the future", Traded with { ClosedAt = Now.AddDays(1) } },
        { "closed_at", Traded with { ClosedAt = null } },
        { "exit_price", Traded with { ExitPrice = null } },
        { "exit_price -1", Traded with { ExitPrice = -1 } },
        { "UTC", Traded with { OpenedAt = Day.ToOffset(TimeSpan.FromHours(1)) } },
        { "x price", Traded with { Quantity = 1_000_000_000_000m, EntryPrice = 1_000_000_000_000m } },
    };

    [Theory]
    [MemberData(nameof(BadCandles))]
    public void CheckCandles_BadRow_NamesPlaceAndRule(string named, Candle candle)
    {
        var fault = Assert.Throws<InvalidRequestException>(
            () => ImportRules.CheckCandles(3, [Good with { OpenTime = Day.AddDays(1) }, candle], Assets, IsNegative, Now));

        Assert.StartsWith("Batch 3, row 1: ", fault.Message, StringComparison.Ordinal);
        Assert.Contains(named, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(BadTrades))]
    public void CheckTrades_BadRow_NamesPlaceAndRule(string named, Trade trade)
    {
        var fault = Assert.Throws<InvalidRequestException>(() => ImportRules.CheckTrades(0, [Row(trade)], Assets, IsNegative, Now));

        Assert.StartsWith("Batch 0, row 0: ", fault.Message, StringComparison.Ordinal);
        Assert.Contains(named, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CheckFills_PriceBelowZeroOfAShare_IsRefused()
    {
        var fault = Assert.Throws<InvalidRequestException>(
            () => ImportRules.CheckFills(0, [Filled with { AssetId = "NVDA" }], Assets, IsNegative, Now));

        Assert.Contains("price -37.63", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_GoodRows_Pass()
    {
        ImportRules.CheckCandles(0, [Good, Good with { AssetId = "GBP/JPY", Open = 13, Close = 8 }, Settled], Assets, IsNegative, Now);
        ImportRules.CheckTrades(
            0,
            [
                Row(Traded), Row(Traded with { TradeId = "2", ClosedAt = null, ExitPrice = null }),
                Row(Traded with { TradeId = "3", AssetId = "CRUDE", EntryPrice = -10, ExitPrice = -37.63m }),
            ],
            Assets, IsNegative, Now);
        ImportRules.CheckFills(0, [Filled], Assets, IsNegative, Now);
        ImportRules.CheckEquity(0, [new EquityPoint(new DateOnly(2026, 3, 1), 0, -5)], Now);
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

    private static bool IsNegative(string assetId) => assetId == "CRUDE";

    private static ImportedTrade Row(Trade trade) => new(trade, null, null, 1);
}
