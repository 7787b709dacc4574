using Orleans;
using OrleansAssets.RiskModel;

namespace OrleansAssets.Domain.RiskModel;

/// <summary>The newest model; all that were computed are in the table <c>correlation_matrix</c>.</summary>
[GenerateSerializer, Alias("OrleansAssets.RiskModelState")]
public sealed record RiskModelState
{
    [Id(0)]
    public RiskModelView Model { get; set; } = RiskModelView.None;
}
