namespace OrleansAssets.Domain.PreTrade;

/// <summary>A rule and whether exits are asked it too.</summary>
public sealed record VettingRule(string Code, Func<VettingContext, Finding> Evaluate, bool AsksExits = false)
{
    public Finding Ask(VettingContext context) =>
        context.IsExit && !AsksExits ? Rules.Waived.OnExit(Code, context) : Evaluate(context);
}
