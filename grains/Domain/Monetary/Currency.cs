namespace OrleansAssets.Domain.Monetary;

/// <summary>
/// A currency by its code, e.g. <c>USD</c>. A stablecoin is a currency of its own: what it is worth in dollars is a rate like any other
/// (<see cref="Stablecoins"/>), never an equality.
/// </summary>
public readonly record struct Currency
{
    private readonly string? _code;

    /// <param name="code">
    /// E.g. <c>JPY</c>, compared by its characters. One that exists nowhere is a currency too: what makes it one of no use is that no rate
    /// leads from it anywhere.
    /// </param>
    public Currency(string code)
    {
        ArgumentNullException.ThrowIfNull(code);
        _code = code;
    }

    /// <summary>The US dollar, in which portfolios are kept.</summary>
    public static Currency Usd { get; } = new("USD");

    /// <summary>Of a value that was never set: no amount is in it, and nothing compares with one that is.</summary>
    public string Code => _code ?? "(no currency)";

    public override string ToString() => Code;
}

/// <summary>A conversion by what goes in and what comes out, e.g. from yen to dollars.</summary>
public readonly record struct CurrencyPair(Currency From, Currency To)
{
    /// <summary>The pair that an id names, e.g. <c>USD/JPY</c>; null where it names none.</summary>
    public static CurrencyPair? Of(string id) => id.Split('/') is [{ Length: > 0 } from, { Length: > 0 } to]
        ? new CurrencyPair(new Currency(from), new Currency(to))
        : null;

    /// <summary>As venues write it: <c>JPY/USD</c> is what a yen is worth in dollars.</summary>
    public override string ToString() => $"{From}/{To}";
}

/// <summary>Amounts of two currencies were added or compared: no answer exists before one of them is converted.</summary>
public sealed class CurrencyMismatchException(Currency left, Currency right, string what) : InvalidOperationException(
    $"An amount in {left} cannot be {what} one in {right}: convert one of them first, by a table of exchange rates.")
{
    public Currency Left { get; } = left;

    public Currency Right { get; } = right;

    internal static void ThrowIfDifferent(Currency left, Currency right, string what)
    {
        if (left != right)
        {
            throw new CurrencyMismatchException(left, right, what);
        }
    }
}
