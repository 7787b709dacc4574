using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.PreTrade;

/// <summary>What a check makes of an order. It does no I/O and reads no clock: the same context gives the same result.</summary>
public delegate RuleResult CheckEvaluation(PreTradeCheck check, PreTradeContext context);

/// <summary>
/// A pre-trade check, whole: its code, what it asks in words, and how it is evaluated. <c>assets risk rules</c> and docs/risk.md show the
/// words.
/// </summary>
/// <param name="Code">Stable code, one of <see cref="RuleCodes"/>: decisions are stored with it.</param>
/// <param name="Scope">What its limit belongs to.</param>
public sealed record PreTradeCheck(string Code, CheckScope Scope)
{
    /// <summary>What it asks, in a sentence.</summary>
    public required string Asks { get; init; }

    /// <summary>What must hold, with the default values; <c>assets config show</c> has those of an installation.</summary>
    public required string Formula { get; init; }

    public required string Example { get; init; }

    public required CheckEvaluation Evaluate { get; init; }

    /// <summary>The first set of checks that it belongs to.</summary>
    public int Since { get; init; }

    /// <summary>Whether exits are asked it too: a position may always be reduced, so that few are.</summary>
    public bool AsksExits { get; init; }

    /// <summary>The check's result for an order.</summary>
    public RuleResult Ask(PreTradeContext context) => context.IsExit && !AsksExits
        ? NotApplicable(context, "not asked of an exit: a position may always be reduced", context.AssetScope)
        : Evaluate(this, context);

    /// <summary>
    /// An evaluation that needs the asset. Where the catalogue has none, <see cref="RuleCodes.AssetKnown"/> says so, and no other.
    /// </summary>
    public static CheckEvaluation OfAsset(Func<PreTradeCheck, PreTradeContext, PreTradeAsset, RuleResult> evaluate) =>
        (check, context) => context.Input.Asset is { } asset ? evaluate(check, context, asset) : check.AssetUnknown(context);

    public RuleResult Passed(PreTradeContext context, string explanation, CheckFigures? figures = null, string? scope = null) =>
        Result(context, RuleVerdict.Passed, null, explanation, null, figures, scope);

    /// <summary>Permits nothing.</summary>
    public RuleResult Failed(
        PreTradeContext context, string explanation, Remedy remedy, CheckFigures? figures = null, string? scope = null) =>
        Result(context, RuleVerdict.Failed, 0, explanation, remedy, figures, scope);

    /// <summary>Permits less than was asked for.</summary>
    public RuleResult Reduced(PreTradeContext context, decimal largest, string explanation, Remedy remedy, CheckFigures figures) =>
        Result(context, RuleVerdict.Reduced, largest, explanation, remedy, figures);

    public RuleResult Warned(PreTradeContext context, string explanation, CheckFigures? figures = null, string? scope = null) =>
        Result(context, RuleVerdict.Warned, null, explanation, null, figures, scope);

    public RuleResult NotApplicable(PreTradeContext context, string explanation, string? scope = null) =>
        Result(context, RuleVerdict.NotApplicable, null, explanation, null, null, scope);

    public RuleResult AssetUnknown(PreTradeContext context) =>
        NotApplicable(context, "not evaluated: the asset is not known", context.AssetScope);

    // The word is of the stored decisions: they replay to the same bytes.
    public RuleResult NotApplicableInShadow(PreTradeContext context) =>
        NotApplicable(context, "waived: a shadow portfolio trades on paper to earn its evidence");

    /// <param name="largest">The most units that the check permits; null where it sets no bound.</param>
    /// <param name="scope">Which one the limit belongs to, where it is not what <see cref="Scope"/> says of the order.</param>
    public RuleResult Result(
        PreTradeContext context,
        RuleVerdict verdict,
        decimal? largest,
        string explanation,
        Remedy? remedy,
        CheckFigures? figures,
        string? scope = null)
    {
        var (unit, limit, observed, after) = figures ?? CheckFigures.None;
        return new RuleResult(
            Code,
            scope ?? Scope.Of(context),
            verdict,
            unit,
            limit,
            observed,
            after,
            limit - observed,
            limit - after,
            largest,
            explanation,
            remedy?.Text,
            remedy?.Until)
        {
            RemedyCost = remedy?.Cost ?? default,
        };
    }
}

/// <summary>What a limit belongs to: how the table of checks names it, and which one it is for an order.</summary>
public sealed record CheckScope(string Name, Func<PreTradeContext, string> Of)
{
    public static readonly CheckScope Asset = new("asset", context => context.AssetScope);
    public static readonly CheckScope Class = new("class", context => context.ClassScope);
    public static readonly CheckScope Phase = new("phase", context => context.PhaseScope);
    public static readonly CheckScope Portfolio = new("portfolio", context => context.PortfolioScope);

    /// <summary>The held assets that the order's asset moves with.</summary>
    public static readonly CheckScope Group = new("group", context => $"group of {context.AssetId}");

    /// <summary>Whatever a halt stops; the asset while none does.</summary>
    public static readonly CheckScope Halted = new("asset, class, strategy or portfolio", context => context.AssetScope);
}

/// <summary>What a check measured, in <paramref name="Unit"/>; what lies below the limit is headroom.</summary>
/// <param name="Observed">Before the order.</param>
/// <param name="After">With the order as it was asked for.</param>
public sealed record CheckFigures(string Unit, decimal? Limit, decimal? Observed, decimal? After)
{
    public static readonly CheckFigures None = new("", null, null, null);
}

/// <summary>What would heal a check that did not pass.</summary>
/// <param name="Until">When time alone heals it.</param>
public sealed record Remedy(RemedyCost Cost, string Text, DateTimeOffset? Until = null)
{
    public static Remedy WaitUntil(DateTimeOffset until) => new(RemedyCost.Wait, $"wait until {TimeText.At(until)}", until);
}
