using OrleansAssets.Domain.Monetary;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Portfolio.Bookkeeping;

/// <summary>The row of a day that ends.</summary>
public static class DayRows
{
    /// <summary>At the equity of its last mark.</summary>
    public static EquityPoint Of(PortfolioBook book, DateOnly ended)
    {
        ArgumentNullException.ThrowIfNull(book);
        return new EquityPoint(
            ended,
            book.Equity.OrZero().Kept().Amount,
            book.UnreportedFlows,
            PortfolioFold.ChainOf(book).DayReturnAt(book.Equity.Amount));
    }
}
