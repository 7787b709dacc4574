using Microsoft.Extensions.Diagnostics.HealthChecks;
using Orleans;
using Orleans.Runtime;
using OrleansAssets.Catalogue;
using OrleansAssets.Silo.Database;

namespace OrleansAssets.Silo.Hosting;

/// <summary>Ready: the catalogue is in the grains.</summary>
internal sealed class CatalogueCheck : IHealthCheck
{
    private volatile bool _applied;

    /// <summary>Called once the startup task has brought the catalogue in.</summary>
    public void MarkApplied() => _applied = true;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(_applied ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The catalogue is not loaded yet."));
}

/// <summary>Whether the database can be written now: a server that answers may be read-only, or its disk full.</summary>
internal sealed class DatabaseCheck(DatabaseProbe probe) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        await probe.AskAsync() is { } fault ? HealthCheckResult.Unhealthy(fault) : HealthCheckResult.Healthy();
}

/// <summary>Degraded while anything is enabled that no evidence has earned: each such asset by name.</summary>
internal sealed class GateCheck(IGrainFactory grains) : IHealthCheck
{
    private static readonly TimeSpan TimeMax = TimeSpan.FromSeconds(4);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var bypasses = await grains.GetGrain<ICatalogueGrain>(Keys.Catalogue).GetBypassesAsync(cancellationToken)
                .WaitAsync(TimeMax, cancellationToken);
            var words = string.Join("; ", bypasses.Select(bypass => $"{bypass.AssetId} by {bypass.By}: {bypass.Reason}"));
            return bypasses.IsEmpty ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded(words);
        }
        catch (Exception exception) when (exception is StorageUnavailableException or TimeoutException or OrleansException)
        {
            var reason = exception is StorageUnavailableException ? exception.Message : "the catalogue does not answer.";
            return HealthCheckResult.Unhealthy($"Whether anything is enabled without evidence is not known: {reason}");
        }
    }
}

/// <summary>Degraded while work is overdue: each by name.</summary>
internal sealed class OverdueCheck(IGrainFactory grains) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var overdue = await grains.GetGrain<ICatalogueGrain>(Keys.Catalogue).GetOverdueAsync(cancellationToken);
        return overdue.IsEmpty
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Degraded(string.Join("; ", overdue.Select(work =>
                FormattableString.Invariant($"{work.What} was due at {work.DueAt.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z"))));
    }
}

/// <summary>Writes every check with its words.</summary>
internal static class HealthAnswer
{
    public static Task WriteAsync(HttpContext context, HealthReport report) => context.Response.WriteAsJsonAsync(new Dictionary<string, object>(StringComparer.Ordinal)
    {
        ["status"] = report.Status.ToString(),
        ["checks"] = report.Entries.ToDictionary(
            entry => entry.Key, entry => new[] { entry.Value.Status.ToString(), entry.Value.Description ?? "" }, StringComparer.Ordinal),
    });
}
