using System.Collections.Immutable;
using OrleansAssets.Access;
using OrleansAssets.Api.Bodies;
using OrleansAssets.Cli.Output;
using Spectre.Console.Rendering;

namespace OrleansAssets.Cli.Access;

/// <summary>Tokens for people.</summary>
internal static class TokenPages
{
    public static Func<ImmutableArray<TokenView>, IEnumerable<IRenderable>> List(DateTimeOffset now) => tokens =>
    {
        var table = PageParts.Table("Token", "Name", "Role", "Stands", "Made", "Last used");
        foreach (var token in tokens)
        {
            var end = EndOf(token, now);
            table.Row(
                PageParts.Cell(token.Id), PageParts.Cell(token.Name), PageParts.Cell(RoleOf(token)),
                PageParts.GoodIf(end is null, end ?? "in force"),
                PageParts.Cell(ValueText.Day(DateOnly.FromDateTime(token.CreatedAt.UtcDateTime))),
                PageParts.Cell(token.LastUsedAt is { } used ? ValueText.Age(used, now) : ValueText.None));
        }

        return [table];
    };

    public static IEnumerable<IRenderable> Made(NewToken made) =>
    [
        PageParts.Facts(
            ("Token", made.Secret),
            ("Stands for", $"{made.Token.Name}, {RoleOf(made.Token)}"),
            ("Ends", made.Token.ExpiresAt is { } end ? ValueText.Instant(end) : "when it is revoked"),
            ("", "It is shown this once; only its hash is kept.")),
    ];

    public static IEnumerable<IRenderable> Revoked(TokenView token) =>
        [PageParts.Line($"Token {token.Id} of {token.Name} has ended.")];

    private static string RoleOf(TokenView token) => token.Role.ToString().ToLowerInvariant();

    private static string? EndOf(TokenView token, DateTimeOffset now) =>
        token.RevokedAt is { } revoked ? $"revoked {ValueText.Instant(revoked)} by {token.RevokedBy}"
        : token.ExpiresAt is { } expires && expires <= now ? $"expired {ValueText.Instant(expires)}"
        : null;
}
