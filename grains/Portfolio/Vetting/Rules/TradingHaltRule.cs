using OrleansAssets.Portfolio;

namespace OrleansAssets.Grains.Portfolio.Vetting.Rules;

/// <summary>No halt reaches the asset: not on itself, its class, nor the portfolio.</summary>
internal static class TradingHaltRule
{
    public static Finding Evaluate(VettingContext context)
    {
        var halts = context.Book.Halts.Where(halt => halt.Mode != TradingMode.Normal && Reaches(halt, context))
            .OrderByDescending(halt => halt.Mode).ThenBy(halt => halt.Scope).ThenBy(halt => halt.HaltId, StringComparer.Ordinal).ToList();
        if (halts.Count == 0)
        {
            return Finding.Passed(RuleCodes.TradingHalt, context.AssetScope, "no halt reaches the asset");
        }

        var first = halts[0];
        var mode = first.Mode == TradingMode.Halted ? "HALTED" : "REDUCE_ONLY";
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

    private static bool Reaches(ActiveHalt halt, VettingContext context) => halt.Scope switch
    {
        HaltScope.Asset => halt.ScopeId == context.AssetId,
        HaltScope.AssetClass => halt.ScopeId == context.ClassId,
        _ => true,
    };

    private static string Scope(ActiveHalt halt) => halt.Scope switch
    {
        HaltScope.Asset => $"asset {halt.ScopeId}",
        HaltScope.AssetClass => $"class {halt.ScopeId}",
        _ => $"portfolio {halt.ScopeId}",
    };
}
