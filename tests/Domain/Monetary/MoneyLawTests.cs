using FsCheck;
using FsCheck.Fluent;
using OrleansAssets.Domain.Monetary;

namespace OrleansAssets.Tests.Domain.Monetary;

/// <summary>
/// What holds for all amounts, prices and rates. The cases are whole numbers, so that a counter-example shrinks to a small one.
/// </summary>
public sealed class MoneyLawTests
{
    private static readonly Currency[] Currencies = [Currency.Usd, new("USDT"), new("JPY"), new("TRY")];

    [Fact]
    public void Add_OneCurrency_IsACommutativeGroup() => Hold<int, int, int>((a, b, c) =>
    {
        var (x, y, z) = (Dollars(a), Dollars(b), Dollars(c));
        Assert.Equal(x + y, y + x);
        Assert.Equal((x + y) + z, x + (y + z));
        Assert.Equal(x, x + Money.Zero(Currency.Usd));
        Assert.Equal(Money.Zero(Currency.Usd), x + -x);
        Assert.Equal(x - y, x + -y);
    });

    [Fact]
    public void Times_ANumber_DistributesOverAddition() => Hold<int, int, int>((a, b, factor) =>
    {
        var times = factor / 8m;
        Assert.Equal((Dollars(a) + Dollars(b)) * times, (Dollars(a) * times) + (Dollars(b) * times));
        Assert.Equal(Dollars(a) * times, times * Dollars(a));
        Assert.Equal(Dollars(a), Dollars(a) * 8m / 8m);
    });

    [Fact]
    public void Ratio_OfTwoAmounts_GivesTheOneBackFromTheOther() => Hold<int, PositiveInt>((a, divisor) =>
    {
        var ratio = Dollars(a) / Dollars(divisor.Get);
        Assert.InRange(((Dollars(divisor.Get) * ratio) - Dollars(a)).Abs().Amount, 0, 0.000_000_000_001m);
    });

    [Fact]
    public void Compare_OneCurrency_OrdersAsItsAmounts() => Hold<int, int>((a, b) =>
    {
        var (x, y) = (Dollars(a), Dollars(b));
        Assert.Equal(a.CompareTo(b), x.CompareTo(y));
        Assert.Equal((a < b, a <= b, a > b, a >= b), (x < y, x <= y, x > y, x >= y));
        Assert.Equal(Dollars(Math.Min(a, b)), Money.Min(x, y));
        Assert.Equal(Dollars(Math.Max(a, b)), Money.Max(x, y));
        Assert.Equal(a == b, x == y);
    });

    [Fact]
    public void TwoCurrencies_AnyOperation_IsAnErrorThatNamesBoth() => Hold<int, int, NonNegativeInt, PositiveInt>((a, b, first, step) =>
    {
        var left = Currencies[first.Get % Currencies.Length];
        var right = Currencies[(first.Get + 1 + (step.Get % (Currencies.Length - 1))) % Currencies.Length];
        var (x, y) = (new Money(a, left), new Money(b, right));
        var (p, q) = (new Price(a, left), new Price(b, right));
        Action[] mixed =
        [
            () => _ = x + y, () => _ = x - y, () => _ = x / y, () => _ = x < y, () => _ = x >= y, () => _ = Money.Max(x, y),
            () => _ = new[] { x, y }.Sum(left), () => _ = p - q, () => _ = p + q, () => _ = p / q, () => _ = p <= q, () => _ = x / q,
        ];
        Assert.All(mixed, operation =>
        {
            var mismatch = Assert.Throws<CurrencyMismatchException>(operation);
            Assert.Contains(left.Code, mismatch.Message, StringComparison.Ordinal);
            Assert.Contains(right.Code, mismatch.Message, StringComparison.Ordinal);
        });
        Assert.NotEqual(new Money(a, left), new Money(a, right));
    });

    [Fact]
    public void Worth_OfUnits_IsTheSumOfTheWorthOfItsParts() => Hold<int, int, int>((price, some, more) =>
    {
        var (each, few, rest) = (new Price(price / 100m, Currency.Usd), new Quantity(some / 8m), new Quantity(more / 8m));
        Assert.Equal(each * (few + rest), (each * few) + (rest * each));
        Assert.Equal(-(each * few), each * -few);
        if (few != Quantity.Zero)
        {
            Assert.Equal(each, (each * few / few).Kept());

        }
        Assert.Equal(each * few, each * few.Abs() * few.Sign);
        if (each.PerUnit != 0)
        {
            Assert.Equal(few, each * few / each);
        }
    });

    [Fact]
    public void Convert_KnownRate_IsLinearAndInTheCurrencyOfTheTable() => Hold<int, int, PositiveInt>((a, b, rate) =>
    {
        var yen = new Currency("JPY");
        var rates = new ExchangeRates(Currency.Usd, [RateOf(yen, rate.Get / 1_000m)]);
        var (x, y) = (new Money(a, yen), new Money(b, yen));
        Assert.Equal(rates.Convert(x + y).Value, rates.Convert(x).Value + rates.Convert(y).Value);
        Assert.Equal(Currency.Usd, rates.Convert(x).Value?.Currency);
        Assert.Equal(
            rates.Convert(new Price(a, yen) * new Quantity(b)).Value, rates.Convert(new Price(a, yen)).Value * new Quantity(b));
        Assert.Equal(Dollars(a), rates.Convert(Dollars(a)).Value);
    });

    [Fact]
    public void Convert_RateThatIsMissingOrNotAboveZero_NamesThePairAndGivesNoAmount() => Hold<int, int, bool>((amount, rate, isListed) =>
    {
        var lira = new Currency("TRY");
        var rates = new ExchangeRates(Currency.Usd, isListed ? [RateOf(lira, -Math.Abs((decimal)rate))] : []);
        var converted = rates.Convert(new Money(amount, lira));
        Assert.Null(converted.Value);
        Assert.Equal("TRY/USD", converted.Missing?.ToString());
    });

    [Fact]
    public void Convert_ByASingleRate_TakesOneCurrencyAndGoesBack() => Hold<int, PositiveInt>((price, rate) =>
    {
        var yen = new Currency("JPY");
        var toDollars = RateOf(yen, rate.Get / 8m);
        Assert.Equal(new Price(price, yen), toDollars.Back(toDollars.Convert(new Price(price, yen))).Kept());
        Assert.Throws<CurrencyMismatchException>(() => toDollars.Convert(Dollars(price)));
        Assert.Throws<CurrencyMismatchException>(() => toDollars.Back(new Price(price, yen)));
        Assert.Throws<CurrencyMismatchException>(() => new ExchangeRates(yen, [toDollars]));
    });

    [Fact]
    public void Stablecoin_WithoutARate_IsNoDollar()
    {
        var tether = new Money(100, new Currency("USDT"));

        Assert.Throws<CurrencyMismatchException>(() => tether + Dollars(1));
        Assert.Equal("USDT/USD", new ExchangeRates(Currency.Usd, []).Convert(tether).Missing?.ToString());
        Assert.Equal(
            new Money(100, Currency.Usd),
            new ExchangeRates(Currency.Usd, Stablecoins.AtPar(Currency.Usd)).Convert(tether).Value);
    }

    [Fact]
    public void Text_OfAValue_NamesItsCurrency()
    {
        Assert.Equal("-1,234.5 JPY", new Money(-1_234.50m, new Currency("JPY")).ToString());
        Assert.Equal("187.2 JPY a unit", new Price(187.2m, new Currency("JPY")).ToString());
        Assert.Equal("0.125 units", new Quantity(0.125m).ToString());
        Assert.Equal("(no currency)", default(Money).Currency.Code);
    }

    private static Money Dollars(int cents) => new(cents / 100m, Currency.Usd);

    private static ExchangeRate RateOf(Currency from, decimal rate) => new(from, Currency.Usd, rate, "test", DateTimeOffset.UnixEpoch);

    private static void Hold<T1, T2>(Action<T1, T2> law) => Prop.ForAll(law).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    private static void Hold<T1, T2, T3>(Action<T1, T2, T3> law) => Prop.ForAll(law).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    private static void Hold<T1, T2, T3, T4>(Action<T1, T2, T3, T4> law) =>
        Prop.ForAll((T1 one, T2 two, Tuple<T3, T4> rest) => law(one, two, rest.Item1, rest.Item2))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));
}
