using System.Security.Cryptography;
using System.Text.Json;
using OrleansAssets.Domain.Monetary;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Portfolio.Bookkeeping;

/// <summary>Tells the same content under an id from other content. 1.0 and 1.00 are the same.</summary>
public static class ContentHash
{
    public static string Of(OrderRequest order) => Hash(order with
    {
        Quantity = Normal(order.Quantity),
        Notional = Normal(order.Notional),
        LimitPrice = Normal(order.LimitPrice),
        StopPrice = Normal(order.StopPrice),
        TargetPrice = Normal(order.TargetPrice),
        GoodUntil = order.GoodUntil?.ToUniversalTime(),
    });

    public static string Of(Fill fill) => Hash(Normal(fill));

    /// <summary>The reason is no part of what a flow is: whoever repeats it after a timeout may leave it out.</summary>
    public static string Of(CashFlow flow) => WithReason(flow with { Reason = "" });

    /// <summary>As older entries have it: with the reason.</summary>
    public static string WithReason(CashFlow flow)
    {
        ArgumentNullException.ThrowIfNull(flow);
        return Hash(flow with { Amount = Rounding.Normal(flow.Amount), At = flow.At?.ToUniversalTime() });
    }

    public static string Of(BookEvent one) => Hash(one with
    {
        Amount = Normal(one.Amount),
        PerUnit = Normal(one.PerUnit),
        Withheld = Rounding.Normal(one.Withheld),
        Rate = Normal(one.Rate),
        EffectiveAt = one.EffectiveAt.ToUniversalTime(),
        Confirmed = false,
    });

    public static string Of(FillCorrection correction) => Hash(correction with
    {
        Replacement = correction.Replacement is { } right ? Normal(right) : null,
    });

    public static string Of(EventCorrection correction) => Hash(correction);

    public static string Of(MarkCorrection correction) => Hash(correction with
    {
        From = correction.From.ToUniversalTime(),
        To = correction.To.ToUniversalTime(),
        Price = Normal(correction.Price),
        Confirmed = false,
    });

    private static Fill Normal(Fill fill) => fill with
    {
        Quantity = Rounding.Normal(fill.Quantity),
        Price = Rounding.Normal(fill.Price),
        Fee = Rounding.Normal(fill.Fee),
        Rate = Normal(fill.Rate),
        At = fill.At.ToUniversalTime(),
        Confirmed = false,
    };

    private static decimal? Normal(decimal? value) => value is { } given ? Rounding.Normal(given) : null;

    private static string Hash<T>(T content) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(content)))[..32];
}
