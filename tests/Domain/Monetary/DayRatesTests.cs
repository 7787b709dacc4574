using OrleansAssets.Domain.Monetary;

namespace OrleansAssets.Tests.Domain;

public sealed class DayRatesTests
{
    private static readonly Currency Yen = new("JPY");
    private static readonly DateOnly Friday = new(2026, 11, 20);

    [Fact]
    public void Find_APairWithTheDollarFirst_IsItsInverse()
    {
        var rate = new DayRates([new PairClose("USD/JPY", Friday, "oanda", 150m)]).Find(Yen, Friday)!.Value;

        Assert.Equal(new ExchangeRate(
            Yen, Currency.Usd, 0.006666666667m, "USD/JPY at oanda", new DateTimeOffset(2026, 11, 20, 0, 0, 0, TimeSpan.Zero)), rate);
    }

    [Fact]
    public void Convert_ProfitInYen_IsWhatItIsWorthInDollarsThatDay()
    {
        var profit = (new Price(190.600m, Yen) - new Price(190.100m, Yen)) * new Quantity(10_000);
        var rates = new DayRates([new PairClose("USD/JPY", Friday, "oanda", 150m)]);

        Assert.Equal(new Money(5_000m, Yen), profit);
        Assert.Equal(33.33m, Math.Round(rates.Find(Yen, Friday)!.Value.Convert(profit).Amount, 2));
    }

    [Fact]
    public void Find_ADayWithoutARate_TakesTheLastBeforeForFourDays()
    {
        var rates = new DayRates(
        [
            new PairClose("JPY/USD", Friday, "oanda", 0.0066m), new PairClose("JPY/USD", Friday.AddDays(10), "oanda", 0.0070m),
        ]);

        Assert.Equal(0.0066m, rates.Find(Yen, Friday.AddDays(4))?.Rate);
        Assert.Null(rates.Find(Yen, Friday.AddDays(5)));
        Assert.Null(rates.Find(Yen, Friday.AddDays(-1)));
        Assert.Equal(0.0070m, rates.Find(Yen, Friday.AddDays(10))?.Rate);
    }

    /// <summary>Exchanges take fees in coins that are priced in stablecoins.</summary>
    [Fact]
    public void Find_ACoinThatIsPricedInAStablecoin_IsWhatThatIsWorth()
    {
        var ether = new Currency("ETH");
        PairClose[] closes = [new PairClose("ETH/USDT", Friday, "ccxt_binance", 3_000m), new PairClose("USDT/USD", Friday, "coin", 0.99m)];

        Assert.Equal(
            new ExchangeRate(
                ether, Currency.Usd, 2_970m, "ETH/USDT at ccxt_binance", new DateTimeOffset(2026, 11, 20, 0, 0, 0, TimeSpan.Zero)),
            new DayRates(closes).Find(ether, Friday));
        Assert.Equal(3_100m, new DayRates([.. closes, new PairClose("ETH/USD", Friday, "polygon", 3_100m)]).Find(ether, Friday)?.Rate);
        Assert.Null(new DayRates(closes).Find(ether, Friday.AddDays(5)));
    }

    [Fact]
    public void Find_NothingStored_KnowsDollarsAndStablecoinsOnly()
    {
        var rates = new DayRates([new PairClose("EUR/GBP", Friday, "oanda", 0.85m), new PairClose("USD/JPY", Friday, "oanda", 0m)]);

        Assert.Equal(1m, rates.Find(Currency.Usd, Friday)?.Rate);
        Assert.Equal(Stablecoins.Source, rates.Find(new Currency("USDT"), Friday)?.Source);
        Assert.Null(rates.Find(Yen, Friday));
        Assert.Null(rates.Find(new Currency("GBP"), Friday));
    }
}
