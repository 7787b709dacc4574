using OrleansAssets.Domain.Assets;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.PreTrade.Rules;

/// <summary>
/// The group of held assets that the order's asset moves with, itself included, is within the portfolio's limit. A pair that the matrix lacks
/// counts as moving together.
/// </summary>
public static class CorrelatedExposureRule
{
    public static Finding Evaluate(PreTradeContext context)
    {
        var held = context.Exposures.Where(exposure => exposure.Total > 0).Select(exposure => exposure.AssetId);
        var groups = CorrelationGroups.Of(
            held.Append(context.AssetId), context.Input.RiskModel.Pairs, context.Limits.CorrelationThreshold);
        var group = groups.First(ids => ids.Contains(context.AssetId, StringComparer.Ordinal));
        var members = context.Exposures.Where(exposure => group.Contains(exposure.AssetId, StringComparer.Ordinal)).ToList();
        var limit = RiskLimits.Correlated(context.Book.Equity, context.Limits.MaxCorrelatedExposure);
        var told = limit with
        {
            Arithmetic = $"{string.Join(", ", group)} move together (correlation above {Amounts.Text(context.Limits.CorrelationThreshold)}); "
                + limit.Arithmetic,
        };
        return Room.Judge(
            context,
            RuleCodes.CorrelatedExposure,
            $"group of {context.AssetId}",
            group.Length == 1 ? limit : told,
            members.Sum(exposure => exposure.Held),
            members.Sum(exposure => exposure.Reserved),
            context.Worth?.Value,
            $"some of {string.Join(", ", group)}");
    }
}
