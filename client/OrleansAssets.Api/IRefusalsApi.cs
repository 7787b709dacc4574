using OrleansAssets.Portfolio;
using Refit;

namespace OrleansAssets.Api;

/// <summary>Why nothing was traded.</summary>
public interface IRefusalsApi
{
    [Get("/refusals")]
    Task<RefusalAnswer> WhyAsync(
        string portfolio,
        [Query(Format = QueryForm.Instant)] DateTimeOffset since,
        string? assetId,
        string? classId,
        string? strategyId,
        [Query(Format = QueryForm.Instant)] DateTimeOffset? until,
        CancellationToken stop);
}
