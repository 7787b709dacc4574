using OrleansAssets.Domain.CorporateActions;
using OrleansAssets.Domain.Imports;
using OrleansAssets.Domain.Monetary;
using OrleansAssets.Imports;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Domain;

public sealed class FillPairingTests
{
    private static readonly DateTimeOffset Start = new(2025, 5, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Take_FortyFills_AreOneRoundTrip()
    {
        var pairing = new FillPairing("crypto", Yen);
        var buys = Enumerable.Range(0, 20).SelectMany(n => pairing.Take(Fill(n, OrderSide.Buy, 0.002m, 50_000 + n)));
        Assert.Empty(buys);

        var trades = Enumerable.Range(20, 20).SelectMany(n => pairing.Take(Fill(n, OrderSide.Sell, 0.002m, 51_000))).ToArray();

        var trade = Assert.Single(trades);
        Assert.Equal(("BTC/USDT", TradeSide.Long, 0.04m, 51_000m), (trade.AssetId, trade.Side, trade.Quantity, trade.ExitPrice));
        Assert.Equal((Start, Start.AddMinutes(39)), (trade.OpenedAt, trade.ClosedAt!.Value));
        Assert.Empty(pairing.Open());
    }

    [Fact]
    public void Take_FeeInTheCoinThatWasBought_ReducesWhatIsHeld()
    {
        var pairing = new FillPairing("crypto", Yen);

        pairing.Take(Fill(0, OrderSide.Buy, 0.1m, 50_000) with { Fee = 0.0001m, FeeCurrency = "BTC" });

        var held = Assert.Single(pairing.Open());
        Assert.Equal((0.0999m, 5m), (held.Quantity, held.Fees)); // 0.0001 BTC at 50,000
        var trade = Assert.Single(pairing.Take(Fill(1, OrderSide.Sell, 0.0999m, 50_000) with { Fee = 4.995m, FeeCurrency = "USDT" }));
        Assert.Equal((9.995m, 0m), (trade.Fees, trade.ExitPrice - trade.EntryPrice));
    }

    [Fact]
    public void Take_ARebate_IsAFeeBelowNothing_InTheCoinMoreIsHeld()
    {
        var pairing = new FillPairing("crypto", Yen);

        pairing.Take(Fill(0, OrderSide.Buy, 1, 100) with { Fee = -0.02m, FeeCurrency = "USDT" });
        var trade = Assert.Single(pairing.Take(Fill(1, OrderSide.Sell, 1, 110) with { Fee = 0.01m }));
        Assert.Equal(-0.01m, trade.Fees);

        pairing.Take(Fill(2, OrderSide.Buy, 1, 100) with { Fee = -0.001m, FeeCurrency = "BTC" });
        Assert.Equal((1.001m, -0.1m), (Assert.Single(pairing.Open()).Quantity, pairing.Open().Single().Fees));
    }

    /// <summary>0.66 NVDA at 1,208, ten for one on 10 June 2024, sold at 130: not nine tenths lost, and one whole trip.</summary>
    [Fact]
    public void Take_FillsAcrossASplit_ThatWhichWasBoughtInOldUnitsIsSoldInNewOnes()
    {
        var split = new HeldSplit(new DateTimeOffset(2024, 6, 10, 4, 0, 0, TimeSpan.Zero), new SplitRatio(10, 1));
        var pairing = new FillPairing("stocks", Yen, [split]);
        var buy = Fill(0, OrderSide.Buy, 0.66m, 1_208) with { AssetId = "NVDA", At = split.At.AddDays(-4) };

        pairing.Take(buy);
        var trade = Assert.Single(pairing.Take(
            buy with { FillId = "2", Side = OrderSide.Sell, Quantity = 6.6m, Price = 130, At = split.At.AddHours(10), Order = 2 }));

        Assert.Equal((6.6m, 120.8m, 130m), (trade.Quantity, trade.EntryPrice, trade.ExitPrice));
        Assert.Empty(pairing.Open());
    }

    [Fact]
    public void Open_ASplitAfterTheLastFill_IsInTheUnitsOfToday()
    {
        var split = new HeldSplit(Start.AddDays(5), new SplitRatio(1, 5));
        var pairing = new FillPairing("leveraged_etfs", Yen, [split]);

        pairing.Take(Fill(0, OrderSide.Buy, 50, 8) with { AssetId = "UVXY" });

        var held = Assert.Single(pairing.Open());
        Assert.Equal((10m, 40m), (held.Quantity, held.EntryPrice));
    }

    [Theory]
    [InlineData("BTC/USDT", "BTC", true)]
    [InlineData("BTC/USDT", "USDT", false)]
    [InlineData("GBP/JPY", "GBP", false)] // settled by its profit alone: nothing is held that a fee could be taken from
    public void IsPaidInBase_Fee_IsOfWhatIsHeld(string assetId, string feeCurrency, bool expected) => Assert.Equal(
        expected,
        FillRules.IsPaidInBase(Fill(0, OrderSide.Buy, 10, 100) with { AssetId = assetId, Fee = 1, FeeCurrency = feeCurrency }));

    [Fact]
    public void Take_YenAreConvertedByTheRateOfTheirDay_AsTheProfitArises()
    {
        var pairing = new FillPairing("forex", Yen);
        var buy = Fill(0, OrderSide.Buy, 10_000, 190.100m) with { AssetId = "GBP/JPY" };

        pairing.Take(buy);
        var trade = Assert.Single(pairing.Take(
            buy with { FillId = "2", Side = OrderSide.Sell, Price = 190.600m, At = Start.AddDays(1), Order = 2 }));

        Assert.Equal(33.3m, Math.Round((trade.ExitPrice!.Value - trade.EntryPrice) * trade.Quantity, 1)); // 5,000 yen at 150
    }

    [Fact]
    public void Take_FeeInAThirdCoinWithoutARate_IsRefusedByLineCurrencyDayAndRemedy()
    {
        var pairing = new FillPairing("crypto", Yen);

        var fault = Assert.Throws<InvalidRequestException>(
            () => pairing.Take(Fill(0, OrderSide.Buy, 1, 100) with { Fee = 0.001m, FeeCurrency = "BNB", Line = 7 }));

        Assert.StartsWith("Line 7: an amount in BNB of 2025-05-01", fault.Message, StringComparison.Ordinal);
        Assert.Contains("import daily candles of USD/BNB or BNB/USD", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Law_Pairing_ClosedAndOpenUnitsAreTheFills() => Laws.Hold(10_000, choices =>
    {
        var pairing = new FillPairing("crypto", Yen);
        var (net, bought, closed) = (0m, 0m, 0m);
        for (var number = 0; choices.Next(10) != 0 && number < 60; number++)
        {
            var side = choices.Next(2) == 0 ? OrderSide.Buy : OrderSide.Sell;
            var strategy = choices.Next(3) switch { 0 => null, 1 => "a", _ => "b" };
            var fill = Fill(number, side, 1 + choices.Next(5), 100 + choices.Next(20)) with { StrategyId = strategy };
            choices.Tell($"{side} {fill.Quantity} {strategy}");
            net += side == OrderSide.Buy ? fill.Quantity : -fill.Quantity;
            bought += fill.Quantity;
            closed += pairing.Take(fill).Sum(trade => trade.Quantity);
        }

        var open = pairing.Open().Sum(trade => trade.Side == TradeSide.Long ? trade.Quantity : -trade.Quantity);
        Assert.Equal(net, open);
        Assert.True(closed * 2 <= bought, $"{closed} units were closed of {bought} traded.");
    });

    private static ImportedFill Fill(int minute, OrderSide side, decimal quantity, decimal price) => new(
        $"{minute}", "BTC/USDT", null, side, quantity, price, null, 0, null, Start.AddMinutes(minute), minute + 2, minute);

    private static ExchangeRate? Yen(Currency currency, DateOnly day) => currency.Code == "JPY"
        ? new ExchangeRate(currency, Currency.Usd, 1m / 150, "USD/JPY", new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero))
        : new DayRates([]).Find(currency, day);
}
