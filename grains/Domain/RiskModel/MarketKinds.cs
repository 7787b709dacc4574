using OrleansAssets.Domain.Configuration;
using OrleansAssets.RiskModel;

namespace OrleansAssets.Domain.RiskModel;

/// <summary>Names a market by its two measures. Both must be low for a sideways one: either alone is fooled too easily.</summary>
public static class MarketKinds
{
    public static MarketKind Of(double? adx, double? efficiencyRatio, OrderLimits limits)
    {
        if (adx is not { } strength || efficiencyRatio is not { } efficiency)
        {
            return MarketKind.Unknown;
        }

        var (isWeak, isInefficient) = (strength < (double)limits.SidewaysAdxMax, efficiency < (double)limits.SidewaysEfficiencyMax);
        return (isWeak, isInefficient) switch
        {
            (true, true) => MarketKind.Sideways,
            (false, false) => MarketKind.Trending,
            _ => MarketKind.Mixed,
        };
    }
}
