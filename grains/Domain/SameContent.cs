using System.Text.Json;

namespace OrleansAssets.Domain;

/// <summary>Compares records by what they hold: their own equality compares immutable arrays by identity.</summary>
public static class SameContent
{
    public static bool Of<T>(T? left, T? right)
        where T : class =>
        ReferenceEquals(left, right)
        || (left is not null && right is not null
            && string.Equals(JsonSerializer.Serialize(left), JsonSerializer.Serialize(right), StringComparison.Ordinal));
}
