using System.Collections.Immutable;
using OrleansAssets.Access;

namespace OrleansAssets.Domain.Access;

/// <summary>
/// Whose word still counts where several must agree. Whoever could not say it again, as every operator's token of that name has ended
/// since, has no say any more. Whoever has no token of ours is not told by tokens: somebody whom an issuer of OpenID Connect vouches for,
/// and anybody where no names are proved.
/// </summary>
/// <param name="tokens">All that are known, ended or not.</param>
public sealed class WordStanding(ImmutableArray<TokenView> tokens, DateTimeOffset now)
{
    /// <summary>Every word counts: nobody has a token, or no word waits.</summary>
    public static WordStanding All { get; } = new([], DateTimeOffset.MinValue);

    /// <summary>Whether a word that was said then still counts.</summary>
    public bool Counts(string by, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(by);
        TokenView[] own =
        [
            .. tokens.Where(token => token.Role >= AccessRole.Operator
                && string.Equals(token.Name, by.Trim(), StringComparison.OrdinalIgnoreCase)),
        ];
        return own.Any(token => TokenRules.IsInForce(token, now)) || !own.Any(token => TokenRules.EndOf(token) > at);
    }

    /// <summary>What the next one is told of words that count no more; null where all do.</summary>
    public static string? TextOf(IEnumerable<string> lapsed)
    {
        string[] names = [.. lapsed.Distinct(StringComparer.OrdinalIgnoreCase)];
        return names.Length == 0 ? null
            : $"What {string.Join(" and ", names)} said before counts no more: no operator's token of that name is in force.";
    }
}
