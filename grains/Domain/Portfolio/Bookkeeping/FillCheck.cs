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
    public static void Check(Fill fill, DateTimeOffset now, bool negativePrices = false) =>
        FieldFault.Refuse("fill", FaultsOf(fill, now, negativePrices));

    /// <summary>What is wrong with a fill; null is nothing.</summary>
    internal static FieldFault?[] FaultsOf(Fill fill, DateTimeOffset now, bool negativePrices)
    {
        ArgumentNullException.ThrowIfNull(fill);
        return
        [
            IdCheck.FaultOf("fillId", fill.FillId),
            fill.ClientOrderId is { } order ? IdCheck.FaultOf("clientOrderId", order) : null,
            IdCheck.FaultOf("assetId", fill.AssetId),
            fill.StrategyId is { } strategy ? IdCheck.FaultOf("strategyId", strategy) : null,
            FieldFault.OfSide(fill.Side),
            Positive("quantity", fill.Quantity, AmountMax),
            PriceOf(fill.Price, negativePrices),
            Math.Abs(fill.Fee) <= AmountMax ? null
                : FieldFault.Give("fee", fill.Fee, $"at most {Text(AmountMax)}, or less than 0 for a rebate"),
            fill.FeeCurrency is { } charged && !IsCurrency(charged)
                ? FieldFault.Must("feeCurrency", IdCheck.Given(charged), "must be 3 to 5 capitals, e.g. BNB") : null,
            CurrencyOf(fill.Currency),
            fill.Rate is { } rate ? Positive("rate", rate, RateMax) : null,
            (double)fill.Quantity * Math.Abs((double)fill.Price) * (double)(fill.Rate ?? 1) > NotionalMax
                ? new FieldFault(
                    "quantity", Text(fill.Quantity), "must be at most 10^15 by its price", "quantity x price is beyond 10^15") : null,
            fill.At == default ? null : Time("at", fill.At, now),
        ];
    }

    /// <exception cref="InvalidRequestException">Names every fault.</exception>
    /// <param name="negativePrices">Whether the asset's class has prices of 0 and less.</param>
    public static void Check(PriceMark mark, DateTimeOffset now, bool negativePrices = false)
    {
        ArgumentNullException.ThrowIfNull(mark);
        FieldFault.Refuse("mark", [
            IdCheck.FaultOf("assetId", mark.AssetId),
            IdCheck.FaultOf("source", mark.Source),
            PriceOf(mark.Price, negativePrices),
            mark.Rate is { } rate ? Positive("rate", rate, RateMax) : null,
            Time("at", mark.At, now),
        ]);
    }

    /// <exception cref="InvalidRequestException">Names every fault.</exception>
    public static void Check(CashFlow flow, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(flow);
        FieldFault.Refuse("cash flow", [
            IdCheck.FaultOf("flowId", flow.FlowId),
            flow.Amount == 0 || Math.Abs(flow.Amount) > AmountMax || Math.Round(flow.Amount, 8) != flow.Amount
                ? FieldFault.Give(
                    "amount", flow.Amount, $"an amount other than 0, at most {Text(AmountMax)}, with at most 8 decimals") : null,
            IdCheck.FaultOf("operator", flow.Operator),
            Reason(flow.Reason),
            flow.At is { } at ? Time("at", at, now) : null,
        ]);
    }

    /// <exception cref="InvalidRequestException">Names every fault.</exception>
    /// <param name="place">The member that has the id.</param>
    public static void CheckOperator(string what, string place, string id, string name, string reason) => FieldFault.Refuse(what, [
        IdCheck.FaultOf("id", id) is { } fault ? fault with { Place = place } : null, IdCheck.FaultOf("operator", name), Reason(reason),
    ]);

    public static void CheckRate(string currency, decimal rate, string source) => FieldFault.Refuse("rate", [
        !IsCurrency(currency) ? FieldFault.Must("currency", IdCheck.Given(currency), "must be 3 to 5 capitals, e.g. JPY")
            : currency == Conversions.Currency.Code ? new FieldFault(
                "currency", currency, "must be another one than the portfolio's own",
                $"{currency} is the portfolio's own currency, which is worth 1: state no rate of it")
            : null,
        Positive("rate", rate, RateMax),
        IdCheck.FaultOf("source", source),
    ]);

    internal static FieldFault? Reason(string? value) => string.IsNullOrWhiteSpace(value) || value.Length > TextLengthMax
        ? new FieldFault(
            "reason", IdCheck.Given(value), $"must have 1 to {TextLengthMax} printable characters",
            $"a reason of 1 to {TextLengthMax} printable characters must be given")
        : PrintableText.FaultOf("the reason", value) is { } words ? new FieldFault("reason", null, PrintableText.Rule, words) : null;

    public static FieldFault? Positive(string name, decimal value, decimal max) =>
        value > 0 && value <= max && value >= 0.000_000_000_001m
            ? null
            : FieldFault.Give(name, value, $"more than 0.000000000001 and at most {Text(max)}");

    internal static FieldFault? PriceOf(decimal price, bool negativePrices) => !negativePrices ? Positive("price", price, AmountMax)
        : Math.Abs(price) <= AmountMax ? null
        : FieldFault.Give("price", price, $"at most {Text(AmountMax)}, above or below 0");

    internal static FieldFault? Time(string name, DateTimeOffset at, DateTimeOffset now) => at >= Earliest && at <= now.AddMinutes(5)
        ? null
        : new FieldFault(
            name, InvalidPlace.Text(at), "must be a time from 2000 on that is not ahead",
            string.Create(
                CultureInfo.InvariantCulture,
                $"{name} is {at.UtcDateTime:yyyy-MM-dd HH:mm:ss}; give a time from 2000 on that is not ahead"));

    internal static FieldFault? CurrencyOf(string? currency) => currency is null || IsCurrency(currency) ? null
        : FieldFault.Must("currency", IdCheck.Given(currency), "must be 3 to 5 capitals, e.g. USD");

    internal static bool IsCurrency(string? text) => text is { Length: >= 3 and <= 5 } && text.All(char.IsAsciiLetterUpper);

    internal static string Text(decimal value) => value.ToString(CultureInfo.InvariantCulture);
}
