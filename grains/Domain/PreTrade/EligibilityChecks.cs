using System.Collections.Immutable;
using OrleansAssets.Phases;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.PreTrade;

/// <summary>Whether the asset may be traded at all: known, enabled, its phase active, and no halt in the way.</summary>
public static class EligibilityChecks
{
    public static ImmutableArray<PreTradeCheck> All { get; } =
    [
        new(RuleCodes.AssetKnown, CheckScope.Asset)
        {
            Asks = "The catalogue has the asset.",
            Formula = "asset in catalogue",
            Example = "XYZ is refused; a position in an asset that was taken out may still be closed",
            AsksExits = true,
            Evaluate = AssetKnown,
        },
        new(RuleCodes.AssetEnabled, CheckScope.Asset)
        {
            Asks = "The asset is enabled. Not applicable in a shadow portfolio.",
            Formula = "enabled(asset)",
            Example = "NVDA before phase 1: refused",
            Evaluate = AssetEnabled,
        },
        new(RuleCodes.ClassEnabled, CheckScope.Class)
        {
            Asks = "Its class is enabled, and not reduce-only. Not applicable in a shadow portfolio.",
            Formula = "enabled(class) and mode(class) = normal",
            Example = "stocks before phase 1, or while it is being demoted: refused",
            Evaluate = PreTradeCheck.OfAsset(ClassEnabled),
        },
        new(RuleCodes.PhaseActive, CheckScope.Phase)
        {
            Asks = "Its phase is active. Not applicable in a shadow portfolio.",
            Formula = "status(phase) = active",
            Example = "GME before phase 6: refused",
            Evaluate = PreTradeCheck.OfAsset(PhaseActive),
        },
        new(RuleCodes.TradingHalt, CheckScope.Halted)
        {
            Asks = "No halt reaches the asset, its class, the strategy or the portfolio. An exit passes with a warning.",
            Formula = "halts(asset, class, strategy, portfolio) = none",
            Example = "after 25 % drawdown every new position is refused until an operator resets the halt",
            AsksExits = true,
            Evaluate = TradingHalt,
        },
    ];

    private static RuleResult AssetKnown(PreTradeCheck check, PreTradeContext context) => context switch
    {
        { Input.Asset: not null } => check.Passed(context, "the catalogue has the asset"),
        { IsExit: true } => check.Warned(
            context, $"the catalogue has no asset '{context.AssetId}' any more; the position may be closed"),
        _ => check.Failed(
            context,
            $"the catalogue has no asset '{context.AssetId}'",
            new Remedy(
                RemedyCost.CorrectOrder,
                "name an asset that `assets list` shows" + (context.Input.NearestAssets is { IsEmpty: false } nearest
                    ? $"; the nearest are {string.Join(", ", nearest.Select(id => $"'{id}'"))}"
                    : ""))),
    };

    // A shadow portfolio trades on paper before asset, class and phase are enabled.
    private static RuleResult AssetEnabled(PreTradeCheck check, PreTradeContext context) => context.Input switch
    {
        { IsShadow: true } => check.NotApplicableInShadow(context),
        { Asset: null } => check.AssetUnknown(context),
        { Asset: { Enabled: true } asset } => check.Passed(context, $"enabled by {asset.EnabledBy}"),
        { Asset: var asset } => check.Failed(
            context,
            $"disabled by {asset.EnabledBy}",
            new Remedy(RemedyCost.ActivatePhase, $"activate {asset.PhaseId}, or enable {asset.Id}")),
    };

    private static RuleResult ClassEnabled(PreTradeCheck check, PreTradeContext context, PreTradeAsset asset)
    {
        if (context.Input.IsShadow)
        {
            return check.NotApplicableInShadow(context);
        }

        var fault = context.Class switch
        {
            null => "the catalogue has no such class",
            { Enabled: false } own => $"disabled by {own.EnabledBy}",
            { Mode: not TradingMode.Normal } own => $"reduce-only by {own.ModeReason}",
            _ => null,
        };
        return fault is null
            ? check.Passed(context, $"enabled by {context.Class?.EnabledBy}")
            : check.Failed(context, fault, new Remedy(RemedyCost.ActivatePhase, $"activate {asset.PhaseId}"));
    }

    private static RuleResult PhaseActive(PreTradeCheck check, PreTradeContext context, PreTradeAsset asset)
    {
        if (context.Input.IsShadow)
        {
            return check.NotApplicableInShadow(context);
        }

        return context.Input.Phase is { Status: PhaseStatus.Active }
            ? check.Passed(context, "active")
            : check.Failed(
                context,
                $"the phase is {StatusText(context.Input.Phase?.Status ?? PhaseStatus.Inactive)}",
                new Remedy(
                    RemedyCost.ActivatePhase, $"activate {asset.PhaseId} once `assets phases readiness {asset.PhaseId}` says READY"));
    }

    private static string StatusText(PhaseStatus status) => status switch
    {
        PhaseStatus.ReduceOnly => "reduce-only",
        PhaseStatus.RollingBack => "rolling back",
        _ => status.ToString().ToLowerInvariant(),
    };

    private static RuleResult TradingHalt(PreTradeCheck check, PreTradeContext context)
    {
        var halts = context.Book.Halts.Where(halt => halt.Mode != TradingMode.Normal
                && halt.Reaches(context.AssetId, context.ClassId, context.Order.StrategyId, context.RuleSet))
            .OrderByDescending(halt => halt.Mode).ThenBy(halt => halt.Scope).ThenBy(halt => halt.HaltId, StringComparer.Ordinal).ToList();
        if (halts.Count == 0)
        {
            return check.Passed(context, "no halt reaches the asset");
        }

        var first = halts[0];
        var scope = HaltText.Scope(first.Scope, first.ScopeId);
        var explanation = $"{HaltText.Mode(first.Mode)} since {TimeText.At(first.Since)}: {first.Cause} (halt {first.HaltId}"
            + (halts.Count > 1 ? $", and {halts.Count - 1} more)" : ")");
        return context.IsExit
            ? check.Warned(context, $"{explanation}; an exit is possible all the same", scope: scope)
            : check.Failed(
                context,
                explanation,
                new Remedy(RemedyCost.Operator, HaltText.Lifted(halts)),
                scope: scope);
    }
}
