using System.Collections.Immutable;
using OrleansAssets.Domain.PreTrade;
using OrleansAssets.RiskModel;
using Refit;

namespace OrleansAssets.Api;

/// <summary>How assets move together, and the rules that use it.</summary>
public interface IRiskModelApi
{
    [Get("/risk/model")]
    Task<RiskModelView> GetAsync(CancellationToken stop);

    [Post("/risk/model/refresh")]
    Task<RiskModelView> RefreshAsync(CancellationToken stop);

    [Get("/risk/rules")]
    Task<ImmutableArray<RuleRow>> GetRulesAsync(CancellationToken stop);
}
