using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.PreTrade;

/// <summary>A rule's result with the remedy behind its words.</summary>
public sealed record Finding(RuleResult Result, Remedy? Remedy)
{
    /// <summary>Whether it permits less than was asked for.</summary>
    public bool Cuts => Result.Verdict is RuleVerdict.Failed or RuleVerdict.Reduced;

    public static Finding Passed(string code, string scope, string explanation, Figures? figures = null) =>
        Make(code, scope, RuleVerdict.Passed, null, explanation, null, figures);

    /// <summary>Permits nothing.</summary>
    public static Finding Failed(string code, string scope, string explanation, Remedy remedy, Figures? figures = null) =>
        Make(code, scope, RuleVerdict.Failed, 0, explanation, remedy, figures);

    public static Finding Warned(string code, string scope, string explanation, Figures? figures = null) =>
        Make(code, scope, RuleVerdict.Warned, null, explanation, null, figures);

    public static Finding NotApplicable(string code, string scope, string explanation) =>
        Make(code, scope, RuleVerdict.NotApplicable, null, explanation, null, null);

    public static Finding Make(
        string code, string scope, RuleVerdict verdict, decimal? largest, string explanation, Remedy? remedy, Figures? figures)
    {
        var (unit, limit, observed, after) = figures ?? Figures.None;
        return new Finding(
            new RuleResult(
                code, scope, verdict, unit, limit, observed, after, limit - observed, limit - after, largest, explanation, remedy?.Text,
                remedy?.Until),
            remedy);
    }
}

/// <summary>The figures of a result; what lies below the limit is headroom.</summary>
public sealed record Figures(string Unit, decimal? Limit, decimal? Observed, decimal? After)
{
    public static readonly Figures None = new("", null, null, null);
}
