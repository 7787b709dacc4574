namespace OrleansAssets.Domain.PreTrade;

/// <summary>Commands that a remedy names, as they can be copied.</summary>
public static class RemedyCommands
{
    /// <summary>Pays money in.</summary>
    /// <param name="amount">As the console reads it.</param>
    public static string Deposit(string amount, string portfolioId) => $"assets portfolio deposit {amount}{Of(portfolioId)}";

    /// <summary>Says that an operator has seen what nobody approved.</summary>
    public static string Accept(string id, string portfolioId) => $"assets order accept {id}{Of(portfolioId)} --reason \"...\"";

    /// <summary>Lifts one halt of a portfolio.</summary>
    public static string Reset(string haltId, string portfolioId) => $"assets risk reset {haltId}{Of(portfolioId)} --reason \"...\"";

    // The one that is meant where none is named need not be.
    private static string Of(string portfolioId) => portfolioId == Keys.DefaultPortfolioId ? "" : $" --portfolio {portfolioId}";
}
