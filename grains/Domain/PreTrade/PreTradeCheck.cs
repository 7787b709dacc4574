namespace OrleansAssets.Domain.PreTrade;

/// <summary>A rule and whether exits are asked it too.</summary>
public sealed record PreTradeCheck(string Code, Func<PreTradeContext, Finding> Evaluate, bool AsksExits = false)
{
    public Finding Ask(PreTradeContext context) =>
        context.IsExit && !AsksExits ? Rules.Waived.OnExit(Code, context) : Evaluate(context);
}
