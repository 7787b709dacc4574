using System.Security.Cryptography;
using System.Text;
using OrleansAssets.Access;

namespace OrleansAssets.Domain.Access;

/// <summary>How tokens begin, are known, and end.</summary>
public static class TokenRules
{
    /// <summary>Tokens in force at a time.</summary>
    public const int TokensMax = 500;

    /// <summary>A use is noted where the last one is older than this: nobody needs it to the second, and each is a write.</summary>
    public static readonly TimeSpan UseNotedEvery = TimeSpan.FromMinutes(1);

    /// <summary>How long one that has ended can still be seen; the audit log knows it for ever.</summary>
    public static readonly TimeSpan EndedKept = TimeSpan.FromDays(90);

    private const int IdLength = 8;
    private const int HashLength = 64;
    private const int NameLengthMax = 100; // what the log takes as a name

    /// <summary>The state with one more token; the same state where it has that very token.</summary>
    /// <exception cref="InvalidRequestException">A value breaks a rule, or the id was used for another token.</exception>
    public static AccessState Create(AccessState state, TokenRequest request, DateTimeOffset now)
    {
        Check(request, now);
        if (Find(state, request.Id) is { } known)
        {
            return IsSame(known, request) && Equal(known.Hash, request.Hash) ? state
                : IsUntold(known, request, now) ? Replace(state, known, known with { Hash = request.Hash })
                : throw InvalidRequestException.At(
                    "id", request.Id, "must be an id that was not used",
                    $"The token {request.Id} exists and is another one, or was used: make one with another id.");
        }

        // Names of either case are one identity: who asks for another spelling may mean another person.
        var name = request.Name.Trim();
        if (state.Tokens.FirstOrDefault(one => IsInForce(one.Token, now) && one.Token.Name != name
            && string.Equals(one.Token.Name, name, StringComparison.OrdinalIgnoreCase)) is { } other)
        {
            throw InvalidRequestException.At(
                "name", name, $"must be written as '{other.Token.Name}', or be another name",
                $"There is a token of '{other.Token.Name}', and '{name}' is the same name: write it as there, or take another one.");
        }

        var kept = state.Tokens.RemoveAll(one => EndOf(one.Token) is { } end && now - end > EndedKept);
        if (kept.Count(one => IsInForce(one.Token, now)) >= TokensMax)
        {
            throw new InvalidRequestException(
                $"There are {TokensMax} tokens in force, which is the most: revoke one that nobody needs.");
        }

        var token = new TokenView(
            request.Id, name, request.Role, now, request.By, request.ExpiresAt, null, null, null);
        return new AccessState { Tokens = kept.Add(new StoredToken(token, request.Hash)) };
    }

    /// <summary>The token that a secret belongs to and that is in force; else null.</summary>
    public static TokenView? Verify(AccessState state, string tokenId, string hash, DateTimeOffset now) =>
        Find(state, tokenId) is { } known && Equal(known.Hash, hash) && IsInForce(known.Token, now) ? known.Token : null;

    /// <summary>The state in which a token has ended.</summary>
    /// <exception cref="NotFoundException">There is no such token.</exception>
    /// <exception cref="InvalidRequestException">It is the last one of an admin: nobody could make another.</exception>
    public static AccessState Revoke(AccessState state, string tokenId, string by, DateTimeOffset now)
    {
        var known = Find(state, tokenId) ?? throw UnknownId.Of("token", tokenId, state.Tokens.Select(one => one.Token.Id));
        if (IsInForce(known.Token, now) && known.Token.Role == AccessRole.Admin && !state.Tokens.Any(
            one => one != known && one.Token.Role == AccessRole.Admin && IsInForce(one.Token, now)))
        {
            throw InvalidRequestException.At(
                "token", tokenId, "must not be the last one of an admin",
                $"The token {tokenId} of {known.Token.Name} is the last one of an admin, and nobody could make another: make one first "
                + "(assets tokens make NAME --role admin), then revoke this one.", "make another one of an admin first");
        }

        return IsInForce(known.Token, now)
            ? Replace(state, known, known.Token with { RevokedAt = now, RevokedBy = by })
            : state;
    }

    /// <summary>The state in which a token's use is noted; the same state where that is not due.</summary>
    public static AccessState NoteUse(AccessState state, string tokenId, DateTimeOffset at) =>
        Find(state, tokenId) is { } known && (known.Token.LastUsedAt is not { } last || at - last >= UseNotedEvery)
            ? Replace(state, known, known.Token with { LastUsedAt = at })
            : state;

    /// <summary>The token of an id, ended or not; null where there is none.</summary>
    public static StoredToken? Find(AccessState state, string tokenId) =>
        state.Tokens.FirstOrDefault(one => one.Token.Id == tokenId);

    public static bool IsInForce(TokenView token, DateTimeOffset now) => token.RevokedAt is null && !(token.ExpiresAt <= now);

    private static AccessState Replace(AccessState state, StoredToken known, TokenView token) =>
        Replace(state, known, known with { Token = token });

    private static AccessState Replace(AccessState state, StoredToken known, StoredToken next) =>
        new() { Tokens = state.Tokens.Replace(known, next) };

    internal static DateTimeOffset? EndOf(TokenView token) => token.RevokedAt ?? token.ExpiresAt;

    private static bool IsSame(StoredToken known, TokenRequest request) => known.Token.Name == request.Name.Trim()
        && known.Token.Role == request.Role && known.Token.ExpiresAt == request.ExpiresAt;

    // Whoever made it never got its text, or nobody has used that: it is his to have told anew.
    private static bool IsUntold(StoredToken known, TokenRequest request, DateTimeOffset now) =>
        request.IsRepeatable && IsSame(known, request) && known.Token.CreatedBy == request.By && known.Token.LastUsedAt is null
        && IsInForce(known.Token, now);

    private static bool Equal(string left, string right) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(left), Encoding.UTF8.GetBytes(right));

    // Letters that look alike and marks that nobody sees would make two identities of what people read as one.
    private static void CheckName(string name)
    {
        if (name.Length is 0 or > NameLengthMax || name.Contains("  ", StringComparison.Ordinal)
            || !name.All(one => char.IsAsciiLetterOrDigit(one) || one is '.' or '-' or '_' or '@' or ' '))
        {
            throw InvalidRequestException.At(
                "name", IdCheck.Given(name), $"must have 1 to {NameLengthMax} letters a to z, digits, '.', '-', '_', '@' and single spaces",
                $"A token cannot stand for '{IdCheck.Given(name)}': give a name of 1 to {NameLengthMax} letters a to z, digits, '.', '-', "
                + "'_', '@' and single spaces.");
        }

        if (ActorNames.IsReserved(name))
        {
            throw InvalidRequestException.At(
                "name", name, "must be the name of a person or of a service",
                $"A token cannot stand for '{name}': the journal says so where the product did something by itself. Take the name of a "
                + "person or of a service.");
        }
    }

    private static void Check(TokenRequest request, DateTimeOffset now)
    {
        var isHex = (request.Id + request.Hash).All(char.IsAsciiHexDigitLower);
        if (request.Id.Length != IdLength || request.Hash.Length != HashLength || !isHex)
        {
            throw InvalidRequestException.At(
                "id", IdCheck.Given(request.Id), $"must have {IdLength} hexadecimal digits in lower case",
                $"A token has an id of {IdLength} and a hash of {HashLength} hexadecimal digits in lower case: have a door make it.");
        }

        CheckName(request.Name.Trim());

        if (!Enum.IsDefined(request.Role))
        {
            throw InvalidRequestException.At(
                "role", (int)request.Role, "must be viewer, trader, operator or admin",
                $"There is no role {(int)request.Role}: give viewer, trader, operator or admin.");
        }

        if (request.ExpiresAt <= now)
        {
            throw InvalidRequestException.At(
                "expiresAt", request.ExpiresAt, "must be a time to come, or left out",
                $"The token would have expired at {request.ExpiresAt:O}: give a time to come, or none.");
        }
    }
}
