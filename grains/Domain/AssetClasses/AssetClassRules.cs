using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.AssetClasses;

/// <summary>What happens to a class's state.</summary>
public static class AssetClassRules
{
    /// <summary>The state with another mode.</summary>
    /// <exception cref="InvalidRequestException">The mode is not one of a class, or nobody is named.</exception>
    public static AssetClassState SetMode(AssetClassState state, TradingMode mode, string by, string? reason)
    {
        if (mode is not (TradingMode.Normal or TradingMode.ReduceOnly))
        {
            throw new InvalidRequestException($"A class is Normal or ReduceOnly, not {mode}: halts are those of a portfolio.");
        }

        if (string.IsNullOrWhiteSpace(by) || by.Length > EnabledFlag.ByLengthMax)
        {
            throw new InvalidRequestException($"Say who sets the mode: a name of 1 to {EnabledFlag.ByLengthMax} characters.");
        }

        var told = mode == TradingMode.Normal ? null : reason is null ? by : $"{by}: {reason}";
        return state with { Mode = mode, ModeReason = told };
    }
}
