using OrleansAssets.Domain.Imports;
using OrleansAssets.Domain.Monetary;
using OrleansAssets.Imports;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Tests.Domain;

public sealed class TradeConversionTests
{
    private static readonly DateTimeOffset Opened = new(2025, 5, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Trade Pound = new(
        "1", "GBP/JPY", null, TradeSide.Long, 10_000, Opened, 190.100m, Opened.AddDays(1), 190.600m, 0);

    [Fact]
    public void Convert_ProfitInYen_IsCountedInDollars()
    {
        var trade = TradeConversion.Convert(new ImportedTrade(Pound, null, null, 2), RateOf);

        Assert.Equal(33m, Math.Round((trade.ExitPrice!.Value - trade.EntryPrice) * trade.Quantity, 0)); // not 5,000
    }

    [Fact]
    public void Convert_FeesInTheirOwnCurrency_ByTheDayOfTheClose()
    {
        var trade = TradeConversion.Convert(new ImportedTrade(Pound with { Fees = 300 }, null, null, 2), RateOf);
        var inDollars = TradeConversion.Convert(new ImportedTrade(Pound with { Fees = 2 }, null, "USD", 2), RateOf);

        Assert.Equal((1.99m, 2m), (Math.Round(trade.Fees, 2), inDollars.Fees)); // 300 yen at 151
    }

    [Fact]
    public void Convert_SharePricedInAnotherCurrency_EachLegByItsDay()
    {
        var share = Pound with { AssetId = "NVDA", Quantity = 1, EntryPrice = 15_000, ExitPrice = 15_100 };

        var trade = TradeConversion.Convert(new ImportedTrade(share, "JPY", null, 2), RateOf);

        Assert.Equal((100m, 100m), (Math.Round(trade.EntryPrice, 6), Math.Round(trade.ExitPrice!.Value, 6))); // the yen fell
    }

    [Fact]
    public void Convert_InDollars_ChangesNothing()
    {
        var share = Pound with { AssetId = "BTC/USDT", Fees = 1 };

        Assert.Equal(share, TradeConversion.Convert(new ImportedTrade(share, null, null, 2), new DayRates([]).Find));
        Assert.Equal(share, TradeConversion.Convert(new ImportedTrade(share, "USDT", "USDT", 2), new DayRates([]).Find));
    }

    [Fact]
    public void Refuse_RatesThatAreNotKnown_NamesLinesCurrencyDayAndRemedyOfAll()
    {
        (Currency, DateOnly, long)[] needed =
        [
            .. Enumerable.Range(2, 8).Select(line => (new Currency("TRY"), new DateOnly(2025, 5, 1), (long)line)),
            (new Currency("ZAR"), new DateOnly(2025, 5, 2), 11), (new Currency("JPY"), new DateOnly(2025, 5, 1), 12),
        ];

        var fault = Assert.Throws<InvalidRequestException>(() => MissingRates.Refuse(needed, RateOf));

        Assert.Contains("Lines 2, 3, 4, 5, 6 and 3 more: an amount in TRY of 2025-05-01", fault.Message, StringComparison.Ordinal);
        Assert.Contains("Line 11: an amount in ZAR of 2025-05-02", fault.Message, StringComparison.Ordinal);
        Assert.Contains("import daily candles of USD/ZAR or ZAR/USD", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("JPY", fault.Message, StringComparison.Ordinal);
    }

    // 150 yen on the first of May, 151 on the second.
    private static ExchangeRate? RateOf(Currency currency, DateOnly day) => currency.Code == "JPY"
        ? new ExchangeRate(currency, Currency.Usd, 1m / (149 + day.Day), "USD/JPY", Opened)
        : null;
}
