using System.Collections.Immutable;

namespace OrleansAssets;

/// <summary>
/// Arrays by what they hold. Their own equality asks whether they are the very same array, and so would that of a record that has one:
/// a record whose content decides says so with this.
/// </summary>
internal static class ArrayContent
{
    /// <summary>Whether both hold the same, in the same order.</summary>
    public static bool Holds<T>(this ImmutableArray<T> left, ImmutableArray<T> right) =>
        left.IsDefault || right.IsDefault ? left.IsDefault == right.IsDefault : left.SequenceEqual(right);
}
