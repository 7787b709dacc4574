using System.Collections.Immutable;
using OrleansAssets.Assets;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Pages.Halts;

/// <summary>How far a stop reaches, as a form says it, and the order that proves it.</summary>
/// <param name="Halt">What is halted of one portfolio; null is every portfolio.</param>
/// <param name="Id">The class or asset; null for all of it.</param>
internal sealed record StopScope(HaltScope? Halt, string? Id)
{
    /// <summary>An amount that every limit of a funded book has room for.</summary>
    private const decimal ProbeNotional = 50m;

    private static StopScope Everything { get; } = new(Halt: null, Id: null);

    /// <summary>
    /// Reads <c>portfolio</c>, <c>class:crypto</c>, <c>asset:NVDA</c>; all else is everything, which is the safe reading.
    /// </summary>
    public static StopScope Read(string? text) => text?.Split(':', 2) switch
    {
        ["portfolio"] => new StopScope(HaltScope.Portfolio, Id: null),
        ["class", var id] => new StopScope(HaltScope.AssetClass, id),
        ["asset", var id] => new StopScope(HaltScope.Asset, id),
        _ => Everything,
    };

    /// <summary>An order inside the scope that would open a position; null where nothing in it is enabled.</summary>
    public OrderRequest? Probe(ImmutableArray<AssetView> assets)
    {
        var asset = assets.FirstOrDefault(asset => asset.Enabled && Halt switch
        {
            HaltScope.AssetClass => asset.Definition.ClassId == Id,
            HaltScope.Asset => asset.Definition.Id == Id,
            _ => true,
        });
        return asset is null ? null : new OrderRequest(
            "stop-proof", asset.Definition.Id, OrderSide.Buy, Quantity: null, ProbeNotional, LimitPrice: null, StopPrice: null,
            TargetPrice: null, StrategyId: null, ReduceOnly: false);
    }
}
