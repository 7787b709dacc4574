using Microsoft.Extensions.Diagnostics.HealthChecks;
using Orleans;
using Orleans.Runtime;
using OrleansAssets.Access;
using OrleansAssets.Catalogue;
using OrleansAssets.Database;
using OrleansAssets.Notices;

namespace OrleansAssets.Silo.Hosting;

/// <summary>Whether the database can be written now: a server that answers may be read-only, or its disk full.</summary>
internal sealed class DatabaseCheck(DatabaseProbe probe) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        await probe.AskAsync() is { } fault ? HealthCheckResult.Unhealthy(fault) : HealthCheckResult.Healthy();
}

/// <summary>Degraded while anything is enabled that no evidence has earned: each such asset by name.</summary>
internal sealed class GateCheck(GrainQuestion question) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        question.AskAsync(
            "Whether anything is enabled without evidence",
            async grains => (await grains.GetGrain<ICatalogueGrain>(Keys.Catalogue).GetBypassesAsync(cancellationToken))
                .Select(bypass => $"{bypass.AssetId} by {bypass.By}: {bypass.Reason}"),
            cancellationToken);
}

/// <summary>Degraded while work is overdue: each by name.</summary>
internal sealed class OverdueCheck(GrainQuestion question) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        question.AskAsync(
            "Whether anything is overdue",
            async grains => (await grains.GetGrain<ICatalogueGrain>(Keys.Catalogue).GetOverdueAsync(cancellationToken)).Select(work =>
                FormattableString.Invariant($"{work.What} was due at {work.DueAt.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z")),
            cancellationToken);
}

/// <summary>Degraded while something critical stands that nobody has acknowledged, and while a channel does not take what waits.</summary>
internal sealed class NoticesCheck(GrainQuestion question) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        question.AskAsync(
            "What people are told",
            async grains =>
            {
                var notices = grains.GetGrain<INoticesGrain>(Keys.Notices);
                var standing = await notices.ListAsync(new NoticeQuery(), cancellationToken);
                return standing.Where(notice => notice is { Severity: NoticeSeverity.Critical, Acknowledgement: null })
                    .Select(notice => $"notice {notice.Id}: {notice.Text}")
                    .Concat((await notices.GetChannelsAsync(cancellationToken)).Where(channel => channel.Fault is not null)
                        .Select(channel => $"channel {channel.Id}: {channel.Fault}"));
            },
            cancellationToken);
}

/// <summary>
/// A question of health to grains: asked of a silo that is ready only, and bounded, as whoever asks for health waits.
/// </summary>
internal sealed class GrainQuestion(IGrainFactory grains, Func<bool> isReady)
{
    private static readonly TimeSpan TimeMax = TimeSpan.FromSeconds(4);

    /// <returns>Healthy where the answer is empty, else degraded with its words; unhealthy where there is no answer.</returns>
    public async Task<HealthCheckResult> AskAsync(
        string subject, Func<IGrainFactory, Task<IEnumerable<string>>> askAsync, CancellationToken cancellationToken)
    {
        if (!isReady())
        {
            return HealthCheckResult.Degraded($"{subject} is not known while the silo is not ready.");
        }

        try
        {
            var words = string.Join(
                "; ", await askAsync(grains).WaitAsync(TimeMax, cancellationToken));
            return words.Length == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded(words);
        }
        catch (Exception exception) when (exception is StorageUnavailableException or AssetsUnavailableException or AccessDeniedException
            or TimeoutException or OrleansException)
        {
            var reason = exception is StorageUnavailableException or AssetsUnavailableException or AccessDeniedException
                ? exception.Message : "the grain does not answer.";
            return HealthCheckResult.Unhealthy($"{subject} is not known: {reason}");
        }
    }
}

/// <summary>The addresses of health; each answer has every check with its words.</summary>
internal static class HealthAddresses
{
    public static void MapAssetsHealth(this IEndpointRouteBuilder app)
    {
        app.MapHealthChecks("/health/live", new() { Predicate = _ => false });
        app.MapHealthChecks("/health/ready", new()
        {
            Predicate = check => check.Name is not ("gate" or "overdue" or "notices"),
            ResponseWriter = WriteAsync,
        });
        app.MapHealthChecks("/health", new() { ResponseWriter = WriteAsync });
    }

    private static Task WriteAsync(HttpContext context, HealthReport report) =>
        context.Response.WriteAsJsonAsync(new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["status"] = report.Status.ToString(),
            ["checks"] = report.Entries.ToDictionary(
                entry =>
                    entry.Key, entry => new[] { entry.Value.Status.ToString(), entry.Value.Description ?? "" }, StringComparer.Ordinal),
        });
}
