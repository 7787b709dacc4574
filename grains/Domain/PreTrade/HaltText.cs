using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.PreTrade;

/// <summary>How far a halt reaches.</summary>
public static class HaltReach
{
    /// <summary>Whether it stops orders of an asset and a strategy.</summary>
    /// <param name="strategyId">Null where nobody's name is on the order.</param>
    /// <param name="ruleSet">The set of checks that is asked (<see cref="PreTradeChecks.RuleSet"/>).</param>
    public static bool Reaches(
        this ActiveHalt halt, string assetId, string classId, string? strategyId, int ruleSet = PreTradeChecks.RuleSet)
    {
        ArgumentNullException.ThrowIfNull(halt);
        return halt.Scope switch
        {
            HaltScope.Asset => halt.ScopeId == assetId,
            HaltScope.AssetClass => halt.ScopeId == classId,
            HaltScope.Strategy when ruleSet >= PreTradeChecks.PassedStopsSince => IsSameName(halt.ScopeId, strategyId),
            HaltScope.Strategy => halt.ScopeId == strategyId,
            _ => true,
        };
    }

    // Nobody makes strategies known: whoever halts one must not miss it by a capital.
    private static bool IsSameName(string? halted, string? strategyId) => strategyId is not null
        && string.Equals(halted, strategyId, StringComparison.OrdinalIgnoreCase);
}

/// <summary>A halt as people read it.</summary>
public static class HaltText
{
    public static string Mode(TradingMode mode) => mode == TradingMode.Halted ? "HALTED" : "REDUCE_ONLY";

    /// <summary>How halts are lifted: a portfolio's own by itself, what carries out the account's by the account's reset.</summary>
    public static string Lifted(IReadOnlyCollection<ActiveHalt> halts)
    {
        var own = halts.Where(halt => halt.AccountHaltId is null).Select(halt => halt.HaltId).ToArray();
        var above = halts.Select(halt => halt.AccountHaltId).OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
        string?[] told =
        [
            own.Length == 0 ? null : $"an operator resets {string.Join(" and ", own)}, with a reason",
            above.Length == 0 ? null : "an operator lifts the halt of the whole account: "
                + string.Join(" and ", above.Select(AccountHaltText.ResetCommand)),
        ];
        return string.Join("; and ", told.OfType<string>());
    }

    /// <summary>Where it reaches, e.g. <c>class stocks</c>.</summary>
    public static string Scope(HaltScope scope, string scopeId) => scope switch
    {
        HaltScope.Asset => $"asset {scopeId}",
        HaltScope.AssetClass => $"class {scopeId}",
        HaltScope.Strategy => $"strategy {scopeId}",
        _ => $"portfolio {scopeId}",
    };
}
