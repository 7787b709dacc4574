using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.PreTrade.Rules;

/// <summary>No halt reaches the asset: not on itself, its class, nor the portfolio.</summary>
public static class TradingHaltRule
{
    public static Finding Evaluate(PreTradeContext context)
    {
        var halts = context.Book.Halts.Where(halt => halt.Mode != TradingMode.Normal && Reaches(halt, context))
            .OrderByDescending(halt => halt.Mode).ThenBy(halt => halt.Scope).ThenBy(halt => halt.HaltId, StringComparer.Ordinal).ToList();
        if (halts.Count == 0)
        {
            return Finding.Passed(RuleCodes.TradingHalt, context.AssetScope, "no halt reaches the asset");
        }

        var first = halts[0];
        var mode = ModeOf(first.Mode);
        var explanation = $"{mode} since {Words.At(first.Since)}: {first.Cause} (halt {first.HaltId}"
            + (halts.Count > 1 ? $", and {halts.Count - 1} more)" : ")");
        return context.IsExit
            ? Finding.Warned(RuleCodes.TradingHalt, Scope(first), $"{explanation}; an exit is possible all the same")
            : Finding.Failed(
                RuleCodes.TradingHalt,
                Scope(first),
                explanation,
                new Remedy(
                    RemedyCost.Operator, $"an operator resets {string.Join(" and ", halts.Select(halt => halt.HaltId))}, with a reason"));
    }

    private static bool Reaches(ActiveHalt halt, PreTradeContext context) => halt.Scope switch
    {
        HaltScope.Asset => halt.ScopeId == context.AssetId,
        HaltScope.AssetClass => halt.ScopeId == context.ClassId,
        _ => true,
    };

    /// <summary>What people read of a halt's mode.</summary>
    public static string ModeOf(TradingMode mode) => mode == TradingMode.Halted ? "HALTED" : "REDUCE_ONLY";

    /// <summary>What people read of where a halt reaches.</summary>
    public static string ScopeOf(HaltScope scope, string scopeId) => scope switch
    {
        HaltScope.Asset => $"asset {scopeId}",
        HaltScope.AssetClass => $"class {scopeId}",
        _ => $"portfolio {scopeId}",
    };

    private static string Scope(ActiveHalt halt) => ScopeOf(halt.Scope, halt.ScopeId);
}
