using System.Collections.Immutable;
using OrleansAssets.RiskModel;

namespace OrleansAssets.Domain.PreTrade;

/// <summary>
/// Assets that move together: the connected parts of the graph whose edges are the pairs with a correlation above a threshold. A pair
/// that is not in the matrix counts as an edge, as nothing shows that it is none.
/// </summary>
public static class CorrelationGroups
{
    /// <summary>Every asset in exactly one group; groups and their members in the order of the ids.</summary>
    public static ImmutableArray<ImmutableArray<string>> Of(
        IEnumerable<string> assetIds, ImmutableArray<CorrelationPair> pairs, decimal threshold)
    {
        var ids = assetIds.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var apart = pairs.Where(pair => pair.Correlation <= (double)threshold).Select(pair => (pair.AssetA, pair.AssetB)).ToHashSet();
        var groups = ImmutableArray.CreateBuilder<ImmutableArray<string>>();
        while (ids.Count > 0)
        {
            var group = new List<string> { ids[0] };
            ids.RemoveAt(0);
            // Members are appended while the list is walked: each brings in those that move with it.
            for (var index = 0; index < group.Count; index++)
            {
                var member = group[index];
                var joining = ids.Where(id => !apart.Contains(InOrder(member, id))).ToList();
                group.AddRange(joining);
                ids.RemoveAll(joining.Contains);
            }

            groups.Add([.. group.Order(StringComparer.Ordinal)]);
        }

        return groups.DrainToImmutable();
    }

    private static (string First, string Second) InOrder(string left, string right) =>
        string.CompareOrdinal(left, right) < 0 ? (left, right) : (right, left);
}
