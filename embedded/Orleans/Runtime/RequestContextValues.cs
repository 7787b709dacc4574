using System.Collections.Immutable;

namespace Orleans.Runtime;

sealed record RequestContextValues(ImmutableDictionary<string, object> Items, Guid ReentrancyId)
{
    internal static readonly RequestContextValues Empty = new(
        ImmutableDictionary.Create<string, object>(StringComparer.Ordinal), Guid.Empty);
}
