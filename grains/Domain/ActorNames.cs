using System.Collections.Frozen;

namespace OrleansAssets.Domain;

/// <summary>
/// By whom the journal says that something was done where the product did it. Nobody else goes by such a name, so that the journal tells
/// what a person did from what happened by itself.
/// </summary>
public static class ActorNames
{
    public const string Account = "account";
    public const string Configuration = "configuration";
    public const string CorporateActions = "corporate_actions";
    public const string Evaluation = "evaluation";
    public const string Installation = "installation";
    public const string Portfolio = "portfolio";

    // A phase does things by its id.
    private const string PhasePart = "phase";

    private static readonly FrozenSet<string> Own = FrozenSet.Create(
        StringComparer.Ordinal,
        Account, Configuration, Plain(CorporateActions), Evaluation, Installation, Portfolio, "supervisor", "watchdog", "system",
        "orleansassets");

    /// <summary>Whether a name is the product's own, or is read as one of them.</summary>
    public static bool IsReserved(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var plain = Plain(name);
        return Own.Contains(plain) || (plain.StartsWith(PhasePart, StringComparison.Ordinal)
            && plain.Length > PhasePart.Length && char.IsAsciiDigit(plain[PhasePart.Length]));
    }

    private static string Plain(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();
}
