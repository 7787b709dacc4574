namespace OrleansAssets.Domain;

/// <summary>How a halt of the account is named in the portfolios that carry it out.</summary>
public static class AccountHaltText
{
    private const string By = " by ";

    /// <summary>What a portfolio is told: the same words again are the same halt there.</summary>
    public static string Cause(string haltId, string by, string cause) => $"{haltId}{By}{by}: {cause}";

    /// <summary>Which halt of the account was told to a portfolio by <see cref="Cause"/>.</summary>
    public static string IdOf(string cause)
    {
        ArgumentNullException.ThrowIfNull(cause);
        return cause.IndexOf(By, StringComparison.Ordinal) is > 0 and var end ? cause[..end] : cause;
    }

    /// <summary>How it is lifted, in every portfolio.</summary>
    public static string ResetCommand(string haltId) => $"assets account reset {haltId} --reason \"...\"";
}
