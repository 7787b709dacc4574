using System.Globalization;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Portfolio.Bookkeeping;

/// <summary>Refuses what makes no sense before anything is queued: all faults at once.</summary>
public static class FillCheck
{
    public const int TextLengthMax = 500;
    public const decimal AmountMax = 1_000_000_000_000m;
    public const decimal RateMax = 1_000_000m;
    private const double NotionalMax = 1e15;
    private static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <exception cref="InvalidRequestException">Names every fault.</exception>
    /// <param name="negativePrices">Whether the asset's class has prices of 0 and less.</param>
    public static void Check(Fill fill, DateTimeOffset now, bool negativePrices = false)
    {
        ArgumentNullException.ThrowIfNull(fill);
        Refuse("fill", [
            IdCheck.FaultOf("fillId", fill.FillId),
            fill.ClientOrderId is { } order ? IdCheck.FaultOf("clientOrderId", order) : null,
            IdCheck.FaultOf("assetId", fill.AssetId),
            fill.StrategyId is { } strategy ? IdCheck.FaultOf("strategyId", strategy) : null,
            Enum.IsDefined(fill.Side) ? null : $"side {(int)fill.Side} is neither buy (0) nor sell (1)",
            Positive("quantity", fill.Quantity, AmountMax),
            PriceOf(fill.Price, negativePrices),
            Math.Abs(fill.Fee) <= AmountMax ? null
                : $"fee is {Text(fill.Fee)}; give at most {Text(AmountMax)}, or less than 0 for a rebate",
            fill.FeeCurrency is { } charged && !IsCurrency(charged) ? "feeCurrency must be 3 to 5 capitals, e.g. BNB" : null,
            fill.Currency is { } currency && !IsCurrency(currency) ? "currency must be 3 to 5 capitals, e.g. USD" : null,
            fill.Rate is { } rate ? Positive("rate", rate, RateMax) : null,
            (double)fill.Quantity * Math.Abs((double)fill.Price) * (double)(fill.Rate ?? 1) > NotionalMax
                ? "quantity x price is beyond 10^15" : null,
            fill.At == default ? null : Time("at", fill.At, now),
        ]);
    }

    /// <exception cref="InvalidRequestException">Names every fault.</exception>
    /// <param name="negativePrices">Whether the asset's class has prices of 0 and less.</param>
    public static void Check(PriceMark mark, DateTimeOffset now, bool negativePrices = false)
    {
        ArgumentNullException.ThrowIfNull(mark);
        Refuse("mark", [
            IdCheck.FaultOf("assetId", mark.AssetId),
            IdCheck.FaultOf("source", mark.Source),
            PriceOf(mark.Price, negativePrices),
            mark.Rate is { } rate ? Positive("rate", rate, RateMax) : null,
            Time("at", mark.At, now),
        ]);
    }

    /// <exception cref="InvalidRequestException">Names every fault.</exception>
    public static void Check(CashFlow flow)
    {
        ArgumentNullException.ThrowIfNull(flow);
        Refuse("cash flow", [
            IdCheck.FaultOf("flowId", flow.FlowId),
            flow.Amount == 0 || Math.Abs(flow.Amount) > AmountMax || Math.Round(flow.Amount, 8) != flow.Amount
                ? $"amount is {Text(flow.Amount)}; give an amount other than 0, at most {Text(AmountMax)}, with at most 8 decimals" : null,
            IdCheck.FaultOf("operator", flow.Operator),
            Reason(flow.Reason),
        ]);
    }

    /// <exception cref="InvalidRequestException">Names every fault.</exception>
    public static void CheckOperator(string what, string id, string name, string reason) => Refuse(what, [
        IdCheck.FaultOf("id", id), IdCheck.FaultOf("operator", name), Reason(reason),
    ]);

    public static void CheckRate(string currency, decimal rate, string source) => Refuse("rate", [
        !IsCurrency(currency) ? "currency must be 3 to 5 capitals, e.g. JPY"
            : currency == Conversions.Currency.Code ? $"{currency} is the portfolio's own currency, which is worth 1: state no rate of it"
            : null,
        Positive("rate", rate, RateMax),
        IdCheck.FaultOf("source", source),
    ]);

    /// <exception cref="InvalidRequestException">Names every fault; null is none.</exception>
    public static void Refuse(string what, ReadOnlySpan<string?> faults)
    {
        var found = new List<string>();
        foreach (var fault in faults)
        {
            if (fault is not null)
            {
                found.Add(fault);
            }
        }

        if (found.Count > 0)
        {
            throw new InvalidRequestException($"The {what} is refused: {string.Join("; ", found)}.");
        }
    }

    internal static string? Reason(string? value) => string.IsNullOrWhiteSpace(value) || value.Length > TextLengthMax
        ? $"a reason of 1 to {TextLengthMax} printable characters must be given"
        : PrintableText.FaultOf("the reason", value);

    public static string? Positive(string name, decimal value, decimal max) =>
        value > 0 && value <= max && value >= 0.000_000_000_001m
            ? null
            : $"{name} is {Text(value)}; give more than 0.000000000001 and at most {Text(max)}";

    internal static string? PriceOf(decimal price, bool negativePrices) => !negativePrices ? Positive("price", price, AmountMax)
        : Math.Abs(price) <= AmountMax ? null
        : $"price is {Text(price)}; give at most {Text(AmountMax)}, above or below 0";

    internal static string? Time(string name, DateTimeOffset at, DateTimeOffset now) => at >= Earliest && at <= now.AddMinutes(5)
        ? null
        : string.Create(
            CultureInfo.InvariantCulture, $"{name} is {at.UtcDateTime:yyyy-MM-dd HH:mm:ss}; give a time from 2000 on that is not ahead");

    internal static bool IsCurrency(string? text) => text is { Length: >= 3 and <= 5 } && text.All(char.IsAsciiLetterUpper);

    internal static string Text(decimal value) => value.ToString(CultureInfo.InvariantCulture);
}
