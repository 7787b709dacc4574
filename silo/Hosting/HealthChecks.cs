using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
using Orleans;
using OrleansAssets.Catalogue;

namespace OrleansAssets.Silo.Hosting;

/// <summary>One round trip to the database.</summary>
internal sealed class DatabaseCheck(NpgsqlDataSource dataSource) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await using var command = dataSource.CreateCommand("SELECT 1");
        await command.ExecuteScalarAsync(cancellationToken);
        return HealthCheckResult.Healthy();
    }
}

/// <summary>Degraded while anything is enabled that no evidence has earned: each such asset by name.</summary>
internal sealed class GateCheck(IGrainFactory grains, SiloReadiness readiness) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!readiness.IsReady)
        {
            return HealthCheckResult.Degraded("Not known while the silo is not ready.");
        }

        var bypasses = await grains.GetGrain<ICatalogueGrain>(Keys.Catalogue).GetBypassesAsync(cancellationToken);
        return bypasses.IsEmpty
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Degraded(string.Join("; ", bypasses.Select(bypass => $"{bypass.AssetId} by {bypass.By}: {bypass.Reason}")));
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
    public static Task WriteAsync(HttpContext context, HealthReport report) =>
        context.Response.WriteAsJsonAsync(new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["status"] = report.Status.ToString(),
            ["checks"] = report.Entries.ToDictionary(
                entry => entry.Key, entry => new[] { entry.Value.Status.ToString(), entry.Value.Description ?? "" }, StringComparer.Ordinal),
        });
}
