using System.Collections.Immutable;
using OrleansAssets.Assets;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Pages.Halts;

/// <summary>How far a stop reaches, as a form says it, and the order that proves it.</summary>
internal static class StopScope
{
    /// <summary>An amount that every limit of a funded book has room for.</summary>
    private const decimal ProbeNotional = 50m;

    /// <summary>Reads <c>class:crypto</c>, <c>asset:NVDA</c>; all else is the whole portfolio, which is the safe reading.</summary>
    public static (HaltScope Scope, string? Id) Read(string? text) => text?.Split(':', 2) switch
    {
        ["class", var id] => (HaltScope.AssetClass, id),
        ["asset", var id] => (HaltScope.Asset, id),
        _ => (HaltScope.Portfolio, null),
    };

    /// <summary>An order inside the scope that would open a position; null where nothing in it is enabled.</summary>
    public static OrderRequest? Probe(HaltScope scope, string? id, ImmutableArray<AssetView> assets)
    {
        var asset = assets.FirstOrDefault(asset => asset.Enabled && scope switch
        {
            HaltScope.AssetClass => asset.Definition.ClassId == id,
            HaltScope.Asset => asset.Definition.Id == id,
            _ => true,
        });
        return asset is null ? null : new OrderRequest(
            "stop-proof", asset.Definition.Id, OrderSide.Buy, Quantity: null, ProbeNotional, LimitPrice: null, StopPrice: null,
            TargetPrice: null, StrategyId: null, ReduceOnly: false);
    }
}
