using System.Globalization;

namespace OrleansAssets.Domain.Monetary;

/// <summary>
/// An amount that knows its currency. Amounts of one currency add, compare and divide into a ratio; with another currency each of these is
/// an error that names both, as no answer would be true. On the wire, in stored state and in the database an amount is a
/// <see cref="decimal"/> in a column whose currency is stated: it becomes money where it enters the rules.
/// </summary>
/// <param name="Amount">In units of the currency, signed: below 0 is owed, paid out or lost.</param>
public readonly record struct Money(decimal Amount, Currency Currency) : IComparable<Money>
{
    public static Money Zero(Currency currency) => new(0, currency);

    public bool IsPositive => Amount > 0;

    public bool IsNegative => Amount < 0;

    public bool IsZero => Amount == 0;

    /// <exception cref="CurrencyMismatchException">The currencies differ; likewise of every operator that takes two amounts.</exception>
    public static Money operator +(Money left, Money right) => new(left.Amount + right.With(left, "added to"), left.Currency);

    public static Money operator -(Money left, Money right) => new(left.Amount - right.With(left, "reduced by"), left.Currency);

    public static Money operator -(Money money) => money with { Amount = -money.Amount };

    public static Money operator *(Money money, decimal factor) => money with { Amount = money.Amount * factor };

    public static Money operator *(decimal factor, Money money) => money with { Amount = factor * money.Amount };

    /// <exception cref="DivideByZeroException">The divisor is 0.</exception>
    public static Money operator /(Money money, decimal divisor) => money with { Amount = money.Amount / divisor };

    /// <summary>What each of the units costs, on average.</summary>
    /// <exception cref="DivideByZeroException">There are no units.</exception>
    public static Price operator /(Money money, Quantity quantity) => new(money.Amount / quantity.Units, money.Currency);

    /// <summary>How many units an amount is good for.</summary>
    /// <exception cref="CurrencyMismatchException">The price is in another currency.</exception>
    /// <exception cref="DivideByZeroException">The price is 0.</exception>
    public static Quantity operator /(Money money, Price price)
    {
        CurrencyMismatchException.ThrowIfDifferent(money.Currency, price.Currency, "divided by");
        return new Quantity(money.Amount / price.PerUnit);
    }

    /// <summary>How many times the one goes into the other: a number without a currency.</summary>
    /// <exception cref="DivideByZeroException">The divisor is 0.</exception>
    public static decimal operator /(Money left, Money right) => left.Amount / right.With(left, "divided by");

    public static bool operator <(Money left, Money right) => left.CompareTo(right) < 0;

    public static bool operator >(Money left, Money right) => left.CompareTo(right) > 0;

    public static bool operator <=(Money left, Money right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Money left, Money right) => left.CompareTo(right) >= 0;

    /// <summary>The smaller of two amounts of one currency.</summary>
    public static Money Min(Money left, Money right) => left <= right ? left : right;

    /// <summary>The larger of two amounts of one currency.</summary>
    public static Money Max(Money left, Money right) => left >= right ? left : right;

    /// <exception cref="CurrencyMismatchException">The currencies differ.</exception>
    public int CompareTo(Money other) => Amount.CompareTo(other.With(this, "compared with"));

    public Money Abs() => this with { Amount = Math.Abs(Amount) };

    /// <summary>The amount where it is above 0, else 0.</summary>
    public Money OrZero() => Amount > 0 ? this : Zero(Currency);

    /// <summary>E.g. <c>10,000.5 USD</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Amount:#,0.############} {Currency}");

    private decimal With(Money other, string what)
    {
        CurrencyMismatchException.ThrowIfDifferent(other.Currency, Currency, what);
        return Amount;
    }
}

/// <summary>Sums of amounts.</summary>
public static class MoneySums
{
    /// <summary>The sum of amounts of one currency; nothing sums up to 0 of it.</summary>
    /// <exception cref="CurrencyMismatchException">One of them is in another currency.</exception>
    public static Money Sum(this IEnumerable<Money> amounts, Currency currency)
    {
        var sum = Money.Zero(currency);
        foreach (var amount in amounts)
        {
            sum += amount;
        }

        return sum;
    }

    /// <inheritdoc cref="Sum(IEnumerable{Money}, Currency)"/>
    public static Money Sum<T>(this IEnumerable<T> items, Currency currency, Func<T, Money> amountOf) =>
        items.Select(amountOf).Sum(currency);
}
