using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.PreTrade;

/// <summary>A halt as people read it.</summary>
public static class HaltText
{
    public static string Mode(TradingMode mode) => mode == TradingMode.Halted ? "HALTED" : "REDUCE_ONLY";

    /// <summary>Where it reaches, e.g. <c>class stocks</c>.</summary>
    public static string Scope(HaltScope scope, string scopeId) => scope switch
    {
        HaltScope.Asset => $"asset {scopeId}",
        HaltScope.AssetClass => $"class {scopeId}",
        _ => $"portfolio {scopeId}",
    };
}
