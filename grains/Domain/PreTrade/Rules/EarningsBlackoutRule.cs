using OrleansAssets.Domain.Calendars;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.PreTrade.Rules;

/// <summary>No new position in the days around the asset's earnings, by New York's calendar.</summary>
public static class EarningsBlackoutRule
{
    public static Finding Evaluate(PreTradeContext context)
    {
        if (context.Input.Asset is not { } asset)
        {
            return Waived.Unknown(RuleCodes.EarningsBlackout, context);
        }

        if (asset.Risk.Rules.EarningsBlackoutDays is not { } days)
        {
            return Finding.NotApplicable(RuleCodes.EarningsBlackout, context.AssetScope, $"{asset.Id} has no earnings blackout");
        }

        var today = NewYorkTime.DateOf(context.Input.Now);
        var near = asset.EarningsDates.Where(date => Math.Abs(date.DayNumber - today.DayNumber) <= days).Order().ToList();
        if (near.Count > 0)
        {
            // A second date soon after the first prolongs it.
            var last = near[^1];
            var until = NewYorkTime.MidnightOf(last.AddDays(days + 1));
            var figures = new Figures("days", null, Math.Abs(near[0].DayNumber - today.DayNumber), null);
            return Finding.Failed(
                RuleCodes.EarningsBlackout,
                context.AssetScope,
                $"{asset.Id} reports on {Words.Day(near[0])}; {days} days before and after it no position is opened",
                new Remedy(RemedyCost.Wait, $"wait until {Words.At(until)}", until),
                figures);
        }

        var next = asset.EarningsDates.Where(date => date > today).Order().Select(date => (DateOnly?)date).FirstOrDefault();
        return next is { } date
            ? Finding.Passed(
                RuleCodes.EarningsBlackout,
                context.AssetScope,
                $"{asset.Id} reports next on {Words.Day(date)}, in {date.DayNumber - today.DayNumber} days; the blackout is {days} days",
                new Figures("days", null, date.DayNumber - today.DayNumber, null))
            : Finding.Warned(
                RuleCodes.EarningsBlackout,
                context.AssetScope,
                $"the next earnings date of {asset.Id} is not known: the blackout of {days} days could not be checked");
    }
}
