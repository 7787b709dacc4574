using System.Collections.Immutable;
using OrleansAssets.CorporateActions;
using Refit;

namespace OrleansAssets.Api;

/// <summary>Splits, dividends, changes of symbols and delistings, and what became of them.</summary>
public interface ICorporateActionsApi
{
    [Get("/corporate-actions")]
    Task<ImmutableArray<CorporateActionView>> GetAsync(
        string? assetId, [Query(Format = QueryForm.Day)] DateOnly from, CancellationToken stop);
}
