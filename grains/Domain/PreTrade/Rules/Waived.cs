namespace OrleansAssets.Domain.PreTrade.Rules;

/// <summary>Why a rule was not asked.</summary>
public static class Waived
{
    public static Finding InShadow(string code, string scope) =>
        Finding.NotApplicable(code, scope, "waived: a shadow portfolio trades on paper to earn its evidence");

    public static Finding Unknown(string code, PreTradeContext context) =>
        Finding.NotApplicable(code, context.AssetScope, "not evaluated: the asset is not known");

    public static Finding OnExit(string code, PreTradeContext context) =>
        Finding.NotApplicable(code, context.AssetScope, "not asked of an exit: a position may always be reduced");
}
