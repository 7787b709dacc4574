namespace OrleansAssets.Portfolio;

/// <summary>
/// What halts a class, an asset or a strategy by itself beside its losses (<see cref="RuleCodes.DailyLoss"/>,
/// <see cref="RuleCodes.Drawdown"/>): stable codes, as those of the checks.
/// </summary>
public static class ScopeHaltCodes
{
    /// <summary>Orders that the broker rejected lately.</summary>
    public const string BrokerRejections = "BROKER_REJECTIONS";

    /// <summary>Minutes of its open market since what is held was marked.</summary>
    public const string StaleMark = "STALE_MARK";
}
