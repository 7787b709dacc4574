using System.Collections.Immutable;
using OrleansAssets.Domain.Monetary;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Imports;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Imports;

/// <summary>
/// The round trips of an import as the record keeps them: whole ones in the portfolio's currency, as those that the book closes itself;
/// open ones in the asset's quote currency, as positions are.
/// </summary>
public static class TradeConversion
{
    /// <summary>What has to be known to convert a row: currencies and days.</summary>
    public static IEnumerable<(Currency Currency, DateOnly Day)> Needed(ImportedTrade row)
    {
        ArgumentNullException.ThrowIfNull(row);
        var (quoted, paid, charged) = CurrenciesOf(row);
        var (opened, closed) = (DayOf(row.Trade.OpenedAt), DayOf(row.Trade.ClosedAt ?? row.Trade.OpenedAt));
        IEnumerable<(Currency Currency, DateOnly Day)> prices = row.Trade.ClosedAt is null
            ? paid == quoted ? [] : [(paid, opened), (quoted, opened)]
            : paid == quoted && Conversions.IsMargined(row.Trade.AssetId) ? [(paid, closed)]
            : [(paid, opened), (paid, closed)];
        return row.Trade.Fees == 0 ? prices : prices.Append((charged, closed));
    }

    /// <summary>The trade as it is kept.</summary>
    /// <exception cref="InvalidRequestException">A rate of its days is not known.</exception>
    public static Trade Convert(ImportedTrade row, DayRate rateOf)
    {
        ArgumentNullException.ThrowIfNull(row);
        var (quoted, paid, charged) = CurrenciesOf(row);
        var trade = row.Trade;
        var (opened, closed) = (DayOf(trade.OpenedAt), DayOf(trade.ClosedAt ?? trade.OpenedAt));
        var fees = trade.Fees == 0 ? 0 : RateOf(charged, closed).Convert(new Money(trade.Fees, charged)).Kept().Amount;
        if (trade.ClosedAt is null)
        {
            var entry = paid == quoted ? trade.EntryPrice
                : RateOf(quoted, opened).Back(RateOf(paid, opened).Convert(new Price(trade.EntryPrice, paid))).Kept().PerUnit;
            return trade with { EntryPrice = entry, Fees = fees };
        }

        // What is settled by its profit alone is converted where the profit arose; what was paid for, when it was paid for.
        var isMargined = paid == quoted && Conversions.IsMargined(trade.AssetId);
        return trade with
        {
            EntryPrice = Worth(trade.EntryPrice, isMargined ? closed : opened),
            ExitPrice = trade.ExitPrice is { } exit ? Worth(exit, closed) : null,
            Fees = fees,
        };

        decimal Worth(decimal price, DateOnly day) => RateOf(paid, day).Convert(new Price(price, paid)).Kept().PerUnit;

        ExchangeRate RateOf(Currency currency, DateOnly day) => ImportRates.Of(currency, day, rateOf, row.Line);
    }

    private static (Currency Quoted, Currency Paid, Currency Charged) CurrenciesOf(ImportedTrade row)
    {
        var quoted = Conversions.QuoteCurrencyOf(row.Trade.AssetId);
        var paid = row.Currency is { } code ? new Currency(code) : quoted;
        return (quoted, paid, row.FeeCurrency is { } fee ? new Currency(fee) : paid);
    }

    private static DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime);
}

/// <summary>The rates that a batch of an import lacks, all of them at once.</summary>
public static class MissingRates
{
    private const int ShownMax = 10;

    /// <exception cref="InvalidRequestException">Rates are not known: the first of them by line, currency, day and remedy.</exception>
    public static void Refuse(IEnumerable<(Currency Currency, DateOnly Day, long Line)> needed, DayRate rateOf)
    {
        ArgumentNullException.ThrowIfNull(needed);
        var missing = needed.GroupBy(one => (one.Currency, one.Day))
            .Where(one => ImportRates.Find(one.Key.Currency, one.Key.Day, rateOf) is null)
            .OrderBy(one => one.Min(row => row.Line)).ToImmutableArray();
        if (!missing.IsEmpty)
        {
            var shown = missing.Take(ShownMax).Select(one => ImportRates.Missing(
                one.Key.Currency, one.Key.Day, [.. one.Select(row => row.Line).Distinct().Order()]));
            throw new InvalidRequestException(string.Join(
                " ", missing.Length > ShownMax ? shown.Append($"And {missing.Length - ShownMax} more days.") : shown));
        }
    }

    /// <summary>What has to be known to convert a fill.</summary>
    public static IEnumerable<(Currency Currency, DateOnly Day, long Line)> Of(ImportedFill fill)
    {
        ArgumentNullException.ThrowIfNull(fill);
        var day = DateOnly.FromDateTime(fill.At.UtcDateTime);
        var quoted = Conversions.QuoteCurrencyOf(fill.AssetId);
        var paid = fill.Currency is { } code ? new Currency(code) : quoted;
        yield return (quoted, day, fill.Line);
        yield return (paid, day, fill.Line);
        if (fill.Fee != 0 && !FillRules.IsPaidInBase(fill))
        {
            yield return (fill.FeeCurrency is { } named ? new Currency(named) : paid, day, fill.Line);
        }
    }
}
