using System.Globalization;

namespace OrleansAssets.Domain.Monetary;

/// <summary>
/// What a unit of an asset costs, in the currency that it is quoted in. A price is no amount: times units it becomes one.
/// </summary>
/// <param name="PerUnit">Signed, as some markets have prices below 0.</param>
public readonly record struct Price(decimal PerUnit, Currency Currency) : IComparable<Price>
{
    public bool IsPositive => PerUnit > 0;

    public static Money operator *(Price price, Quantity quantity) => new(price.PerUnit * quantity.Units, price.Currency);

    public static Money operator *(Quantity quantity, Price price) => new(quantity.Units * price.PerUnit, price.Currency);

    public static Price operator *(Price price, decimal factor) => price with { PerUnit = price.PerUnit * factor };

    /// <exception cref="DivideByZeroException">The divisor is 0.</exception>
    public static Price operator /(Price price, decimal divisor) => price with { PerUnit = price.PerUnit / divisor };

    /// <summary>What a unit gained or lost between two prices.</summary>
    /// <exception cref="CurrencyMismatchException">The currencies differ; likewise of every operator that takes two prices.</exception>
    public static Price operator -(Price left, Price right) => new(left.PerUnit - right.With(left, "reduced by"), left.Currency);

    public static Price operator +(Price left, Price right) => new(left.PerUnit + right.With(left, "added to"), left.Currency);

    /// <summary>The one as a multiple of the other: a number without a currency.</summary>
    /// <exception cref="DivideByZeroException">The divisor is 0.</exception>
    public static decimal operator /(Price left, Price right) => left.PerUnit / right.With(left, "divided by");

    public static bool operator <(Price left, Price right) => left.CompareTo(right) < 0;

    public static bool operator >(Price left, Price right) => left.CompareTo(right) > 0;

    public static bool operator <=(Price left, Price right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Price left, Price right) => left.CompareTo(right) >= 0;

    /// <exception cref="CurrencyMismatchException">The currencies differ.</exception>
    public int CompareTo(Price other) => PerUnit.CompareTo(other.With(this, "compared with"));

    /// <summary>E.g. <c>187.2 JPY a unit</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{PerUnit:#,0.############} {Currency} a unit");

    private decimal With(Price other, string what)
    {
        CurrencyMismatchException.ThrowIfDifferent(other.Currency, Currency, what);
        return PerUnit;
    }
}

/// <summary>Units of an asset, below 0 for what is sold or short.</summary>
public readonly record struct Quantity(decimal Units) : IComparable<Quantity>
{
    public static Quantity Zero { get; }

    /// <summary>1 for a long quantity, -1 for a short one, 0 for none.</summary>
    public int Sign => Math.Sign(Units);

    public static Quantity operator +(Quantity left, Quantity right) => new(left.Units + right.Units);

    public static Quantity operator -(Quantity left, Quantity right) => new(left.Units - right.Units);

    public static Quantity operator -(Quantity quantity) => new(-quantity.Units);

    public static Quantity operator *(Quantity quantity, decimal factor) => new(quantity.Units * factor);

    /// <summary>The one as a part of the other.</summary>
    /// <exception cref="DivideByZeroException">The divisor is 0.</exception>
    public static decimal operator /(Quantity left, Quantity right) => left.Units / right.Units;

    public static bool operator <(Quantity left, Quantity right) => left.Units < right.Units;

    public static bool operator >(Quantity left, Quantity right) => left.Units > right.Units;

    public static bool operator <=(Quantity left, Quantity right) => left.Units <= right.Units;

    public static bool operator >=(Quantity left, Quantity right) => left.Units >= right.Units;

    public int CompareTo(Quantity other) => Units.CompareTo(other.Units);

    public Quantity Abs() => new(Math.Abs(Units));

    /// <summary>E.g. <c>-0.5 units</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Units:#,0.############} units");
}
