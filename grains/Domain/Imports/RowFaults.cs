using System.Collections.Immutable;
using OrleansAssets.Imports;

namespace OrleansAssets.Domain.Imports;

/// <summary>Collects the faults of one row without allocating anything for a good row: a file has millions of those.</summary>
public struct RowFaults
{
    private static readonly string PositiveRule = $"must be more than 0 and at most {RowRules.Text(RowRules.AmountMax)}";

    private static readonly string EitherRule = $"must be at most {RowRules.Text(RowRules.AmountMax)} either way";

    private List<RowFault>? _list;

    public readonly ImmutableArray<RowFault> ToArray() => _list is null ? [] : [.. _list];

    public void Add(string column, string value, string rule) => (_list ??= []).Add(new RowFault(column, value, rule));

    public void Add(string column, decimal value, string rule) => Add(column, RowRules.Text(value), rule);

    public void Add(string column, DateTimeOffset value, string rule) => Add(column, RowRules.Text(value), rule);

    public void Positive(string column, decimal value)
    {
        if (value is <= 0 or > RowRules.AmountMax)
        {
            Add(column, value, PositiveRule);
        }
    }

    /// <summary>A price: more than 0, unless the asset's class has others.</summary>
    public void Price(string column, decimal value, bool negativePrices)
    {
        if (!negativePrices)
        {
            Positive(column, value);
        }
        else
        {
            Either(column, value);
        }
    }

    /// <summary>An amount that may be less than 0.</summary>
    public void Either(string column, decimal value)
    {
        if (Math.Abs(value) > RowRules.AmountMax)
        {
            Add(column, value, EitherRule);
        }
    }

    public void Instant(string column, DateTimeOffset value, DateTimeOffset now)
    {
        if (value < DateTimeOffset.UnixEpoch)
        {
            Add(column, value, "must not be before 1970");
        }

        if (value > now)
        {
            Add(column, value, "must not be in the future");
        }
    }

    /// <summary>The code of a currency; null says nothing.</summary>
    public void Currency(string column, string? code)
    {
        if (code is not null && (code.Length is < 2 or > FillRules.CurrencyLengthMax || !code.All(char.IsAsciiLetterOrDigit)))
        {
            Add(column, code, "must be the code of a currency, e.g. USD");
        }
    }

    public void Id(string column, string value, int lengthMax = RowRules.IdLengthMax)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            Add(column, value, "must not be empty");
        }

        if (value.Length > lengthMax)
        {
            Add(column, $"{value[..20]}...", $"must have at most {lengthMax} characters");
        }

        if (PrintableText.FindHidden(value) is not null)
        {
            Add(column, "", "must have no characters that nobody sees");
        }
        else if (value.Length > 0 && (char.IsWhiteSpace(value[0]) || char.IsWhiteSpace(value[^1])))
        {
            Add(column, value, "must not begin or end with a blank");
        }
    }
}
