using Orleans;
using OrleansAssets.RiskModel;

namespace OrleansAssets.Grains.RiskModel;

/// <summary>The newest model; all that were computed are in the table <c>correlation_matrix</c>.</summary>
[GenerateSerializer, Alias("OrleansAssets.RiskModelState")]
internal sealed record RiskModelState
{
    [Id(0)]
    public RiskModelView Model { get; set; } = RiskModelView.None;
}
