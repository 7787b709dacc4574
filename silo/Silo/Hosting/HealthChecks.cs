using Microsoft.Extensions.Diagnostics.HealthChecks;
using Orleans;
using Orleans.Runtime;
using OrleansAssets.Access;
using OrleansAssets.Accounts;
using OrleansAssets.Catalogue;
using OrleansAssets.Database;
using OrleansAssets.Notices;
using OrleansAssets.Portfolio;

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
/// Degraded while a halt stands, whoever has seen it: of the account, of a portfolio, or of a part of one; and while a portfolio cannot be
/// read. In any case in words how far each portfolio is from halting.
/// </summary>
internal sealed class TradingCheck(GrainQuestion question) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        IEnumerable<string> left = [];
        return question.AskAsync(
            "What may be traded",
            async grains =>
            {
                var account = await grains.GetGrain<IAccountGrain>(Keys.Account).GetAsync(cancellationToken);
                left = account.Portfolios.SelectMany(Left);
                return account.Halts.Select(halt => $"everything is halted by {halt.HaltId}: {halt.Cause}")
                    .Concat(account.Portfolios.SelectMany(one => Standing(one, account.Halts)));
            },
            cancellationToken,
            () => left);
    }

    // A halt of everything is told once, and not again for each portfolio that keeps it.
    private static IEnumerable<string> Standing(PortfolioGlance one, IEnumerable<AccountHalt> ofAll) => one.Fault is { } fault
        ? [$"portfolio {one.PortfolioId} cannot be read: {fault}"]
        : one.Halts.Where(halt => !ofAll.Any(all => all.HaltId == halt.AccountHaltId))
            .Select(halt => $"{Named(one, halt)} is {Word(halt.Mode)} by {halt.HaltId}: {halt.Cause}");

    private static string Named(PortfolioGlance one, ActiveHalt halt) => halt.Scope == HaltScope.Portfolio
        ? $"portfolio {one.PortfolioId}"
        : $"{halt.ScopeId} in portfolio {one.PortfolioId}";

    private static string Word(TradingMode mode) => mode == TradingMode.ReduceOnly ? "reduce-only" : "halted";

    private static IEnumerable<string> Left(PortfolioGlance one) => one.Distances.Select(distance => FormattableString.Invariant(
        $"portfolio {one.PortfolioId} lost {distance.Loss:P1} of the {distance.Limit:P0} of {distance.Code}, {distance.Left:0.##} left"));
}

/// <summary>
/// A question of health to grains: asked of a silo that is ready only, and bounded, as whoever asks for health waits.
/// </summary>
internal sealed class GrainQuestion(IGrainFactory grains, Func<bool> isReady)
{
    private static readonly TimeSpan TimeMax = TimeSpan.FromSeconds(4);

    /// <param name="tell">What is said besides, also where all is well: asked once there is an answer; null for nothing.</param>
    /// <returns>Healthy where the answer is empty, else degraded with its words; unhealthy where there is no answer.</returns>
    public async Task<HealthCheckResult> AskAsync(
        string subject, Func<IGrainFactory, Task<IEnumerable<string>>> askAsync, CancellationToken cancellationToken,
        Func<IEnumerable<string>>? tell = null)
    {
        if (!isReady())
        {
            return HealthCheckResult.Degraded($"{subject} is not known while the silo is not ready.");
        }

        try
        {
            var words = string.Join("; ", await askAsync(grains).WaitAsync(TimeMax, cancellationToken));
            var told = tell is null ? "" : string.Join("; ", tell());
            return words.Length == 0
                ? HealthCheckResult.Healthy(told.Length == 0 ? null : told)
                : HealthCheckResult.Degraded(told.Length == 0 ? words : $"{words}; {told}");
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
            Predicate = check => check.Name is not ("gate" or "overdue" or "notices" or "trading"),
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
