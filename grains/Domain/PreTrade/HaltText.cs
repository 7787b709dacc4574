using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.PreTrade;

/// <summary>How far a halt reaches.</summary>
public static class HaltReach
{
    /// <summary>Whether it stops orders of an asset and a strategy.</summary>
    /// <param name="strategyId">Null where nobody's name is on the order.</param>
    public static bool Reaches(this ActiveHalt halt, string assetId, string classId, string? strategyId)
    {
        ArgumentNullException.ThrowIfNull(halt);
        return halt.Scope switch
        {
            HaltScope.Asset => halt.ScopeId == assetId,
            HaltScope.AssetClass => halt.ScopeId == classId,
            HaltScope.Strategy => halt.ScopeId == strategyId,
            _ => true,
        };
    }
}

/// <summary>A halt as people read it.</summary>
public static class HaltText
{
    public static string Mode(TradingMode mode) => mode == TradingMode.Halted ? "HALTED" : "REDUCE_ONLY";

    /// <summary>Where it reaches, e.g. <c>class stocks</c>.</summary>
    public static string Scope(HaltScope scope, string scopeId) => scope switch
    {
        HaltScope.Asset => $"asset {scopeId}",
        HaltScope.AssetClass => $"class {scopeId}",
        HaltScope.Strategy => $"strategy {scopeId}",
        _ => $"portfolio {scopeId}",
    };
}
