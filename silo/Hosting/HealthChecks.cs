using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace OrleansAssets.Silo.Hosting;

/// <summary>Ready: the catalogue is in the grains, and the database answers now.</summary>
internal sealed class CatalogueCheck : IHealthCheck
{
    private volatile bool _applied;

    /// <summary>Called once the startup task has brought the catalogue in.</summary>
    public void MarkApplied() => _applied = true;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(_applied ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The catalogue is not loaded yet."));
}

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
