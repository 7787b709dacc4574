using System.Text;
using OrleansAssets.Domain.PreTrade;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Grains.Portfolio;

/// <summary>Decides again from the stored inputs.</summary>
internal static class DecisionReplays
{
    public static DecisionReplay Of(OrderDecision decision, byte[] inputJson)
    {
        var replayed = PreTradeRules.Decide(PreTradeJson.ReadInput(inputJson));
        return new DecisionReplay(
            decision,
            replayed,
            PreTradeJson.Bytes(decision).AsSpan().SequenceEqual(PreTradeJson.Bytes(replayed)),
            Encoding.UTF8.GetString(inputJson));
    }
}
