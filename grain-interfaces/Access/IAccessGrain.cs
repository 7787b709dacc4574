using System.Collections.Immutable;
using Orleans;
using Orleans.Concurrency;

namespace OrleansAssets.Access;

/// <summary>
/// Keeps the tokens by which people and services are known; key <see cref="Keys.Access"/>. It is asked by the doors of the product alone,
/// which see to it that only an admin changes anything. No secret reaches it: it gets and keeps hashes.
/// </summary>
[Alias("OrleansAssets.IAccessGrain")]
public interface IAccessGrain : IGrainWithStringKey
{
    /// <summary>The token that a secret belongs to; null where there is none, or it has expired or was revoked. Notes the use.</summary>
    /// <param name="tokenId">The part of the token that names it.</param>
    /// <param name="hash">SHA-256 of the whole token, 64 hexadecimal digits in lower case.</param>
    [Alias("Verify"), AlwaysInterleave, Question]
    Task<TokenView?> VerifyAsync(string tokenId, string hash);

    /// <summary>Every token that is in force, or was within the last 90 days; by name, then by when it was made.</summary>
    [Alias("List"), AlwaysInterleave, Question, Needs(AccessRole.Admin)]
    Task<ImmutableArray<TokenView>> ListAsync();

    /// <summary>
    /// Makes a token; the same again changes nothing. With another hash it takes the place of one that nobody has used yet, where the
    /// request says so.
    /// </summary>
    /// <exception cref="InvalidRequestException">A value breaks a rule, or the id was used for another token.</exception>
    [Alias("Create"), Repeatable(ById = true), Needs(AccessRole.Admin)]
    Task<TokenView> CreateAsync(TokenRequest request);

    /// <summary>Ends a token at once; one that has ended stays as it is.</summary>
    /// <exception cref="NotFoundException">There is no such token.</exception>
    [Alias("Revoke"), Repeatable, Needs(AccessRole.Admin)]
    Task<TokenView> RevokeAsync(string tokenId, string by);

    /// <summary>Has the audit log say who asks for a change, before it is made.</summary>
    [Alias("Note"), AlwaysInterleave, Needs(AccessRole.Admin)]
    Task NoteAsync(AccessNote note);
}

/// <summary>A change that somebody asks for.</summary>
/// <param name="Operation">Its name, e.g. <c>phases.activate</c>.</param>
/// <param name="Name">Who asks.</param>
/// <param name="Via">How the identity was proved, e.g. <c>token 1f3a99c0</c>.</param>
/// <param name="Place">What it is about, as the door was told it: an address, or the key of a grain.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.AccessNote")]
public sealed record AccessNote(string Operation, string Name, string Via, string Place);

/// <summary>Asks for a token.</summary>
/// <param name="Id">Eight hexadecimal digits, chosen at random by the door that makes it.</param>
/// <param name="Name">Whom it stands for: a person or a service. Two tokens of one name are one identity.</param>
/// <param name="Hash">SHA-256 of the whole token, 64 hexadecimal digits in lower case.</param>
/// <param name="ExpiresAt">When it ends by itself, UTC; null where it does not.</param>
/// <param name="By">Who makes it.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.TokenRequest")]
public sealed record TokenRequest(string Id, string Name, AccessRole Role, string Hash, DateTimeOffset? ExpiresAt, string By)
{
    /// <summary>
    /// Whether whoever makes it chose the id, and may say it again as he never got the answer: where the token is the same but for its hash
    /// and was never used, it has this hash from then on.
    /// </summary>
    [Id(0)]
    public bool IsRepeatable { get; init; }
}

/// <summary>A token as everybody may see it who may see tokens: without its secret.</summary>
/// <param name="Id">The part of the token that names it.</param>
/// <param name="Name">Whom it stands for.</param>
/// <param name="CreatedAt">UTC.</param>
/// <param name="CreatedBy">Who made it.</param>
/// <param name="ExpiresAt">When it ends by itself, UTC; null where it does not.</param>
/// <param name="LastUsedAt">When it was used last, to the minute, UTC; null where it never was.</param>
/// <param name="RevokedAt">When it was ended, UTC; null where it was not.</param>
/// <param name="RevokedBy">Who ended it; null where nobody did.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.TokenView")]
public sealed record TokenView(
    string Id,
    string Name,
    AccessRole Role,
    DateTimeOffset CreatedAt,
    string CreatedBy,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? LastUsedAt,
    DateTimeOffset? RevokedAt,
    string? RevokedBy);
