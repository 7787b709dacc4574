using System.Security.Cryptography;
using System.Text.Json;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Portfolio.Journal;

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
    });

    public static string Of(Fill fill) => Hash(fill with
    {
        Quantity = Money.Normal(fill.Quantity),
        Price = Money.Normal(fill.Price),
        Fee = Money.Normal(fill.Fee),
        Rate = Normal(fill.Rate),
        At = fill.At.ToUniversalTime(),
    });

    public static string Of(CashFlow flow) => Hash(flow with { Amount = Money.Normal(flow.Amount) });

    private static decimal? Normal(decimal? value) => value is { } given ? Money.Normal(given) : null;

    private static string Hash<T>(T content) => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(content)))[..32];
}
