namespace OrleansAssets.Domain.PreTrade.Rules;

/// <summary>A number of approved orders against the most in a stretch of time.</summary>
public static class OrderRate
{
    public static Finding Judge(PreTradeContext context, string code, int approved, int most, string stretch, DateTimeOffset until)
    {
        var figures = new Figures("orders", most, approved, approved + 1);
        var explanation = $"{approved} of {most} orders were approved {stretch}";
        return approved < most
            ? Finding.Passed(code, context.PortfolioScope, explanation, figures)
            : Finding.Failed(
                code, context.PortfolioScope, explanation, new Remedy(RemedyCost.Wait, $"wait until {Words.At(until)}", until), figures);
    }
}
