namespace OrleansAssets.Domain.Performance;

/// <summary>What a finished day brought.</summary>
/// <param name="ProfitAndLoss">In the portfolio's currency, net of fees and cash flows.</param>
/// <param name="Return">Of the capital that worked, as a fraction; see DailyReturns.</param>
public sealed record DailyResult(DateOnly Day, decimal ProfitAndLoss, double Return);
