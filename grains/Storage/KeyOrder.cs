namespace OrleansAssets.Storage;

/// <summary>The order of natural keys: their texts as bytes, then the time.</summary>
internal static class KeyOrder
{
    public static IComparer<T> Of<T>(Func<T, DateTimeOffset>? timeOf, params Func<T, string>[] texts) =>
        Comparer<T>.Create((left, right) =>
        {
            foreach (var text in texts)
            {
                if (string.CompareOrdinal(text(left), text(right)) is not 0 and var order)
                {
                    return order;
                }
            }

            return timeOf is null ? 0 : timeOf(left).CompareTo(timeOf(right));
        });
}
