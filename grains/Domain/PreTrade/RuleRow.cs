namespace OrleansAssets.Domain.PreTrade;

/// <summary>A pre-trade check in words, for whoever lists them.</summary>
public sealed record RuleRow(string Code, string Scope, string Asks, string Formula, string Example)
{
    public static RuleRow Of(PreTradeCheck check) => new(check.Code, check.Scope.Name, check.Asks, check.Formula, check.Example);
}
