using System.Collections.Immutable;
using System.Text.Json;

namespace OrleansAssets.Domain.Portfolio.Bookkeeping;

/// <summary>Which entries of a portfolio's journal are looked for, as far as that can be told before they are read as JSON.</summary>
/// <param name="Pieces">Texts that their payloads have, each of them; what has them may be something else all the same.</param>
/// <param name="ToldFrom">Written then or later; null for any.</param>
/// <param name="ToldUntil">Written before then; null for any.</param>
public sealed record JournalSearch(
    ImmutableArray<string> Kinds, ImmutableArray<string> Pieces, DateTimeOffset? ToldFrom = null, DateTimeOffset? ToldUntil = null)
{
    /// <summary>A member with this value as it stands in a payload.</summary>
    public static string Piece<T>(string member, T value) => $"\"{member}\":{Text(value)}";

    /// <summary>A value as it stands in a payload, whatever its member is called.</summary>
    public static string Text<T>(T value) => JsonSerializer.Serialize(value, StoredJson.Options);
}
