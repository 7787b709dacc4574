using OrleansAssets.Pages.Forms;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Pages.Orders;

/// <summary>An order as a form says it, in words.</summary>
/// <param name="Amount">In <paramref name="Unit"/>: <c>units</c>, else money.</param>
internal sealed record OrderText(
    string? Asset, string? Side, string? Amount, string? Unit, string? Limit, string? Stop, string? Target, string? Strategy,
    bool ReduceOnly)
{
    public const string Units = "units";
    public const string Money = "money";
    public const string Sell = "sell";
    public const string Buy = "buy";

    /// <summary>Whether there is a question yet.</summary>
    public bool IsAsked => !string.IsNullOrWhiteSpace(Asset) && !string.IsNullOrWhiteSpace(Amount);

    /// <summary>The order, or every fault of its figures at once, in sentences; whether it makes sense the rules say.</summary>
    public (OrderRequest? Order, string? Fault) Read(string orderId)
    {
        var texts = new FormTexts();
        var (amount, limit, stop, target) = (
            texts.Number("amount", Amount), texts.Number("limit", Limit), texts.Number("stop", Stop), texts.Number("target", Target));
        var isSale = Choice("side", Side, Buy, Sell);
        var isUnits = Choice("unit", Unit, Money, Units);
        if (texts.Fault is { } fault)
        {
            return (null, fault);
        }

        return (new OrderRequest(
            orderId, Asset?.Trim() ?? "", isSale ? OrderSide.Sell : OrderSide.Buy,
            isUnits ? amount : null, isUnits ? null : amount, limit, stop, target,
            string.IsNullOrWhiteSpace(Strategy) ? null : Strategy.Trim(), ReduceOnly), null);

        // Whether the second of two words is said; without a word the first holds.
        bool Choice(string name, string? text, string first, string second)
        {
            if (text is { Length: > 0 } && text != first && text != second)
            {
                texts.Add($"The {name} '{text}' is not known: it is {first} or {second}.");
            }

            return text == second;
        }
    }
}
