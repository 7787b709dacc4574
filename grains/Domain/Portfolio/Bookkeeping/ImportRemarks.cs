using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Portfolio.Bookkeeping;

/// <summary>
/// What an import did to a book beside the rows of its tables, in words: who imports a record has to know that trading stopped.
/// </summary>
public static class ImportRemarks
{
    /// <param name="before">The book before it.</param>
    /// <param name="after">The book with it, and with the halts that its figures called for.</param>
    /// <returns>Null where there is nothing to tell.</returns>
    public static string? Of(string portfolioId, PortfolioBook before, PortfolioBook after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var kept = before.HasOwnRecord
            ? $"Portfolio '{portfolioId}' has a record of its own: the rows are in its tables, and equity, drawdown and positions stay as "
                + "its own fills and flows made them. To begin at the imported record, import it into a new portfolio."
            : null;
        var latched = after.Halts.Where(halt => before.Halts.All(known => known.Halt.HaltId != halt.Halt.HaltId)).Select(halt =>
            $"It latched {halt.Halt.HaltId} ({WordsOf(halt.Cause)}) in portfolio '{portfolioId}': {halt.Halt.Cause}"
            + (halt.Cause is HaltCause.EmergencyStop or HaltCause.DailyLoss
                ? " Every other portfolio of the account is halted by it too, until `assets account reset` (`assets account show` tells)."
                : ""));
        string?[] told = [kept, .. latched];
        var text = string.Join(" ", told.OfType<string>());
        return text.Length == 0 ? null : text;
    }

    private static string WordsOf(HaltCause cause) => cause switch
    {
        HaltCause.EmergencyStop => "emergency stop",
        HaltCause.DailyLoss => "daily loss",
        _ => "reduce-only",
    };
}
