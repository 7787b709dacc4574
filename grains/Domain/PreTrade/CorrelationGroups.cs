using System.Collections.Immutable;
using OrleansAssets.RiskModel;

namespace OrleansAssets.Domain.PreTrade;

/// <summary>
/// Assets that are one bet: the connected parts of the graph whose edges are the pairs whose correlation, times the sides that they are
/// held on, is above a threshold. A pair that is not in the matrix counts as an edge, as nothing shows that it is none; so does one with an
/// asset on both sides whose correlation is above the threshold either way.
/// </summary>
public static class CorrelationGroups
{
    /// <summary>Every asset in exactly one group; groups and their members in the order of the ids.</summary>
    public static ImmutableArray<ImmutableArray<string>> Of(
        IEnumerable<SidedAsset> assets, ImmutableArray<CorrelationPair> pairs, decimal threshold)
    {
        var sides = assets.DistinctBy(asset => asset.AssetId, StringComparer.Ordinal)
            .ToDictionary(asset => asset.AssetId, asset => asset.Side, StringComparer.Ordinal);
        var ids = sides.Keys.Order(StringComparer.Ordinal).ToList();
        var apart = pairs.Where(pair => !IsOneBet(pair, sides, (double)threshold)).Select(pair => (pair.AssetA, pair.AssetB)).ToHashSet();
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

    private static bool IsOneBet(CorrelationPair pair, Dictionary<string, int> sides, double threshold)
    {
        var side = sides.GetValueOrDefault(pair.AssetA) * sides.GetValueOrDefault(pair.AssetB);
        return (side == 0 ? Math.Abs(pair.Correlation) : side * pair.Correlation) > threshold;
    }

    private static (string First, string Second) InOrder(string left, string right) =>
        string.CompareOrdinal(left, right) < 0 ? (left, right) : (right, left);
}

/// <summary>An asset and the side that it is held on: 1 long, -1 short, 0 perhaps either.</summary>
public readonly record struct SidedAsset(string AssetId, int Side);
