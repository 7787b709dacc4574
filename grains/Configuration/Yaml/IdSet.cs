using System.Collections.Immutable;
using OrleansAssets.Domain.Configuration;

namespace OrleansAssets.Configuration.Yaml;

/// <summary>The ids that a part of the configuration defines.</summary>
/// <param name="Kind">With its article, e.g. <c>an asset</c>.</param>
/// <param name="Place">The file that defines them.</param>
/// <param name="IsComplete">False where that file could not be read whole; every id passes then, as the real fault is there.</param>
internal sealed record IdSet(string Kind, string Place, ImmutableArray<string> Ids, bool IsComplete)
{
    internal static IdSet Of(Document document, string kind, string key) =>
        document.Root?.Find(key)?.Value is MapNode map
            ? new IdSet(kind, document.Name, [.. map.Entries.Select(entry => entry.Key.Text)], document.IsComplete)
            : new IdSet(kind, document.Name, [], IsComplete: false);

    internal bool Contains(string id) => !IsComplete || Ids.Has(id);
}

/// <summary>Searches lists of ids.</summary>
internal static class IdLists
{
    internal static bool Has(this ImmutableArray<string> ids, string id) => ids.Contains(id, StringComparer.Ordinal);
}
