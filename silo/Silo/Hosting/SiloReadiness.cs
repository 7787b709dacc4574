using Microsoft.Extensions.Diagnostics.HealthChecks;
using Orleans.Runtime;

namespace OrleansAssets.Silo.Hosting;

/// <summary>
/// Whether this silo should be given work: from the moment that its start is done until the moment that its stop begins. Otherwise what it
/// waits for.
/// </summary>
internal sealed class SiloReadiness(
    IClusterMembershipService membership, ILocalSiloDetails self, IHostApplicationLifetime lifetime) : IHealthCheck
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile string? _step;

    /// <summary>Completes when the start is done.</summary>
    public Task WhenDone => _done.Task;

    public bool IsReady => _done.Task.IsCompleted && !lifetime.ApplicationStopping.IsCancellationRequested;

    /// <summary>What the silo waits for; empty where it is ready.</summary>
    public string Words =>
        lifetime.ApplicationStopping.IsCancellationRequested
            ? "The silo stops: calls under way are finished, new ones belong to another silo."
        : IsReady ? ""
        : _step is { } step ? $"The silo waits for: {step}."
        : Joining();

    public void WaitFor(string step) => _step = step;

    public void Done() => _done.TrySetResult();

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(IsReady ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy(Words));

    /// <summary>A silo joins once each active one of the table has answered, or has been declared dead.</summary>
    private string Joining()
    {
        var others = membership.CurrentSnapshot.Members.Values
            .Where(member => member.Status != SiloStatus.Dead && !member.SiloAddress.Equals(self.SiloAddress))
            .Select(member => $"{member.SiloAddress.Endpoint} ({member.Status})")
            .Order(StringComparer.Ordinal).ToArray();
        return others.Length == 0
            ? "The silo joins its cluster."
            : "The silo joins its cluster; each silo of the membership table must answer or be declared dead: "
                + $"{string.Join(", ", others)}.";
    }
}
