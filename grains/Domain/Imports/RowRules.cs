using System.Collections.Immutable;
using System.Globalization;
using OrleansAssets.Domain.Feeds;
using OrleansAssets.Imports;
using OrleansAssets.MarketData;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Imports;

/// <summary>
/// What a row of an import must keep to. Pure: the console checks a file with it before anything is sent, the import grain again
/// before anything is staged.
/// </summary>
public static class RowRules
{
    /// <summary>Longest trade id and strategy id in characters.</summary>
    public const int IdLengthMax = 100;

    /// <summary>Largest price, quantity or amount, either sign: beyond it a value is a mistake of the file.</summary>
    public const decimal AmountMax = 1_000_000_000_000_000m;

    private static readonly string NotNegative = $"must be 0 to {Text(AmountMax)}";

    /// <summary>
    /// Faults of a candle; empty for a good one. An open or close outside of low to high is none, see <see cref="OddBars"/>.
    /// </summary>
    /// <param name="negativePrices">Whether the asset's class has prices of 0 and less.</param>
    public static ImmutableArray<RowFault> Check(Candle candle, DateTimeOffset now, bool negativePrices = false)
    {
        ArgumentNullException.ThrowIfNull(candle);
        var faults = new RowFaults();
        faults.Price("open", candle.Open, negativePrices);
        faults.Price("high", candle.High, negativePrices);
        faults.Price("low", candle.Low, negativePrices);
        faults.Price("close", candle.Close, negativePrices);
        if (OddBars.IsImpossible(candle))
        {
            faults.Add("high", candle.High, $"must be at least the low, {Text(candle.Low)}");
        }

        if (candle.Volume is < 0 or > AmountMax)
        {
            faults.Add("volume", candle.Volume, NotNegative);
        }

        CheckOpenTime(candle, now, ref faults);
        return faults.ToArray();
    }

    /// <summary>Faults of a trade; empty for a good one.</summary>
    /// <param name="negativePrices">Whether the asset's class has prices of 0 and less.</param>
    public static ImmutableArray<RowFault> Check(Trade trade, DateTimeOffset now, bool negativePrices = false)
    {
        ArgumentNullException.ThrowIfNull(trade);
        var faults = new RowFaults();
        faults.Id("trade_id", trade.TradeId);
        if (trade.StrategyId is { } strategy)
        {
            faults.Id("strategy", strategy);
        }

        faults.Positive("quantity", trade.Quantity);
        faults.Price("entry_price", trade.EntryPrice, negativePrices);
        faults.Either("fees", trade.Fees); // less than 0 where rebates were more
        faults.Instant("opened_at", trade.OpenedAt, now);
        CheckClose(trade, now, negativePrices, ref faults);
        return faults.ToArray();
    }

    /// <summary>Faults of a trade with its currencies; empty for a good one.</summary>
    /// <param name="negativePrices">Whether the asset's class has prices of 0 and less.</param>
    public static ImmutableArray<RowFault> Check(ImportedTrade row, DateTimeOffset now, bool negativePrices = false)
    {
        ArgumentNullException.ThrowIfNull(row);
        var faults = new RowFaults();
        faults.Currency("currency", row.Currency);
        faults.Currency("fee_currency", row.FeeCurrency);
        return Check(row.Trade, now, negativePrices).AddRange(faults.ToArray());
    }

    /// <summary>The fault of a currency; null for a good one, and for none.</summary>
    public static RowFault? FaultOfCurrency(string? code)
    {
        var faults = new RowFaults();
        faults.Currency("currency", code);
        return faults.ToArray() is [var fault] ? fault : null;
    }

    /// <summary>Faults of a day's equity; empty for a good one.</summary>
    public static ImmutableArray<RowFault> Check(EquityPoint point, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(point);
        var faults = new RowFaults();
        if (point.Day < DateOnly.FromDateTime(DateTime.UnixEpoch) || point.Day > DateOnly.FromDateTime(now.UtcDateTime))
        {
            faults.Add("date", point.Day.ToString("O", CultureInfo.InvariantCulture), "must be from 1970-01-01 to today (UTC)");
        }

        if (point.Equity is < 0 or > AmountMax)
        {
            faults.Add("equity", point.Equity, NotNegative);
        }

        faults.Either("cash_flow", point.CashFlow);
        return faults.ToArray();
    }

    /// <summary>A number as faults show it.</summary>
    public static string Text(decimal value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>An instant as faults show it.</summary>
    public static string Text(DateTimeOffset value) =>
        value.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture);

    private static void CheckOpenTime(Candle candle, DateTimeOffset now, ref RowFaults faults)
    {
        var openTime = candle.OpenTime;
        if (openTime < DateTimeOffset.UnixEpoch)
        {
            faults.Add("timestamp", openTime, "must not be before 1970");
        }

        if ((openTime - DateTimeOffset.UnixEpoch).Ticks % candle.Timeframe.Step().Ticks != 0)
        {
            var minutes = (int)candle.Timeframe.Step().TotalMinutes;
            faults.Add("timestamp", openTime, $"must be a multiple of {minutes} minutes (UTC) for {candle.Timeframe.Code()}");
        }

        if (openTime > now - candle.Timeframe.Duration())
        {
            faults.Add("timestamp", openTime, $"must be of a closed candle: this {candle.Timeframe.Code()} ends in the future");
        }
    }

    private static void CheckClose(Trade trade, DateTimeOffset now, bool negativePrices, ref RowFaults faults)
    {
        if (trade.ClosedAt is { } closedAt)
        {
            faults.Instant("closed_at", closedAt, now);
            if (closedAt < trade.OpenedAt)
            {
                // Equal is allowed: a record of days has both on the same midnight.
                faults.Add("closed_at", closedAt, $"must not be before opened_at, {Text(trade.OpenedAt)}");
            }
        }

        if (trade.ExitPrice is > AmountMax or < -AmountMax || (trade.ExitPrice < 0 && !negativePrices))
        {
            faults.Add("exit_price", trade.ExitPrice.Value, NotNegative);
        }

        if (trade.ClosedAt is null != trade.ExitPrice is null)
        {
            var (missing, given) = trade.ClosedAt is null ? ("closed_at", "exit_price") : ("exit_price", "closed_at");
            faults.Add(missing, "", $"is needed, as {given} is given");
        }
    }
}
