using Orleans;

namespace OrleansAssets.Portfolio;

/// <summary>Moves the stop or the target of a position. Prices in the asset's quote currency.</summary>
/// <param name="StopPrice">The stop from now on; null leaves it.</param>
/// <param name="TargetPrice">The target from now on; null leaves it.</param>
/// <param name="ClearTarget">Takes the target away; no <paramref name="TargetPrice"/> is given then.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.StopMove")]
public sealed record StopMove(
    string AssetId, decimal? StopPrice, decimal? TargetPrice, bool ClearTarget, string Operator, string Reason);

/// <summary>A position's stop and target after they were moved.</summary>
/// <param name="Heat">What all positions lose at their stops, in the portfolio's currency.</param>
/// <param name="HeatLimit">What they may lose.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.StopAnswer")]
public sealed record StopAnswer(string AssetId, decimal? StopPrice, decimal? TargetPrice, decimal Heat, decimal HeatLimit);
