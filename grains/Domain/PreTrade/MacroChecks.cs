using System.Collections.Immutable;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.PreTrade;

/// <summary>What news of the whole economy a market must not be entered into: releases that the configuration heeds.</summary>
public static class MacroChecks
{
    public static ImmutableArray<PreTradeCheck> All { get; } =
    [
        new(RuleCodes.MacroEvent, CheckScope.Class)
        {
            Asks = "No release that the configuration heeds is near (`macro_events`, switched off as shipped).",
            Formula = "now outside [release - before, release + after]",
            Example = "30 minutes before the FOMC's decision: refused until an hour after it; likewise while the calendar is not known",
            Since = 2,
            Evaluate = PreTradeCheck.OfAsset(MacroEvent),
        },
    ];

    private static RuleResult MacroEvent(PreTradeCheck check, PreTradeContext context, PreTradeAsset asset)
    {
        if (context.Input.Macro is not { } macro)
        {
            return check.NotApplicable(context, $"no release is heeded for {asset.ClassId}");
        }

        var now = context.Input.Now;
        if (macro.NeedsCalendar && !(macro.KnownUntil > now.AddDays(1)))
        {
            return check.Failed(
                context,
                macro.KnownUntil is { } until
                    ? $"the economic calendar is known until {TimeText.At(until)} only: {asset.ClassId} is reduce-only"
                    : $"the economic calendar is not known: {asset.ClassId} is reduce-only",
                new Remedy(
                    RemedyCost.Wait, "wait until a source delivers the calendar (`assets sources`), or switch macro_events off"));
        }

        var under = macro.Windows.Where(window => window.From <= now && now < window.Until).MaxBy(window => window.Until);
        return under is not null
            ? check.Failed(
                context,
                $"{under.Title}: nothing is opened from {TimeText.At(under.From)} until {TimeText.At(under.Until)}",
                Remedy.WaitUntil(under.Until))
            : check.Passed(
                context,
                macro.Windows.FirstOrDefault() is { } next
                    ? $"{next.Title} is heeded from {TimeText.At(next.From)}"
                    : "no release that is heeded comes within a week");
    }
}
