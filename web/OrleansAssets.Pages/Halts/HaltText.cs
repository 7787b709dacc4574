using System.Collections.Immutable;
using OrleansAssets.Accounts;
using OrleansAssets.Pages.Reading;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Pages.Halts;

/// <summary>Whose a halt is, and where it is lifted.</summary>
internal static class HaltText
{
    /// <summary>
    /// A portfolio's halts without those that carry out a halt of the account: these are told and lifted as the account's, as it would
    /// still say that it stands if they were lifted in one portfolio alone.
    /// </summary>
    public static ImmutableArray<ActiveHalt> Own(AccountView? account, string portfolioId, ImmutableArray<ActiveHalt> halts) =>
    [
        // Of a halt of an older version only the account knows that it carries out its own.
        .. halts.Where(halt => account?.Halts.Any(above =>
            above.HaltId == halt.AccountHaltId || above.Portfolios.GetValueOrDefault(portfolioId) == halt.HaltId) != true),
    ];

    public static string ResetHref(AccountHalt halt) => $"/stop/reset-account?halt={Uri.EscapeDataString(halt.HaltId)}";

    public static string ResetHref(string portfolioId, ActiveHalt halt) =>
        PagePortfolio.Link($"/stop/reset?halt={Uri.EscapeDataString(halt.HaltId)}", portfolioId);
}
