using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.RateLimiting;
using OrleansAssets.Api.Problems;
using OrleansAssets.Web.Operations;
using OrleansAssets.Web.Requests;

namespace OrleansAssets.Web.Limits;

/// <summary>How much, how often and how long: what one caller may ask of the API.</summary>
internal static class ApiLimits
{
    /// <summary>Largest body of a request that is no import, in bytes.</summary>
    public const long BodyBytesMax = 64 * 1024;

    /// <summary>Largest body of a batch of an import, in bytes: 5,000 rows of a thousand characters each.</summary>
    public const long RowsBytesMax = 8 * 1024 * 1024;

    /// <summary>Requests that a caller may make at once after a pause, and those that it may go on with in a second.</summary>
    public const int Burst = 400;

    /// <inheritdoc cref="Burst"/>
    public const int PerSecond = 200;

    /// <summary>Longer than any grain takes for an answer but a correction, which has its own.</summary>
    public static readonly TimeSpan TimeMax = TimeSpan.FromSeconds(30);

    /// <summary>Corrections and what came late: a portfolio's whole journal may be read for one.</summary>
    public static readonly TimeSpan CorrectionTimeMax = TimeSpan.Parse(CallTimes.Correction, CultureInfo.InvariantCulture);

    private const string Policy = "api";

    public static IServiceCollection AddAssetsLimits(this IServiceCollection services) => services
        .AddRequestTimeouts()
        .AddRateLimiter(limiter =>
        {
            limiter.OnRejected = TellAsync;
            limiter.AddPolicy(Policy, BucketOf);
        });

    /// <summary>As often as the API, whatever is asked: for addresses that are no endpoints of it.</summary>
    public static RateLimiterOptions OfAddresses() => new()
    {
        OnRejected = TellAsync,
        GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(BucketOf),
    };

    /// <summary>Puts the limits on all endpoints of a group.</summary>
    public static RouteGroupBuilder WithLimits(this RouteGroupBuilder group)
    {
        group.RequireRateLimiting(Policy).WithMetadata(new BodyLimit(BodyBytesMax));
        group.WithTimeLimit(TimeMax);
        return group;
    }

    /// <summary>Puts a time limit in place of the group's.</summary>
    public static TBuilder WithTimeLimit<TBuilder>(this TBuilder endpoint, TimeSpan max)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new RequestTimeoutPolicy
        {
            Timeout = max,
            WriteTimeoutResponse = context => context.RequestServices.GetRequiredService<ProblemWriter>().WriteAsync(
                context, ProblemOf.TimedOut(max, context.GetEndpoint()?.Metadata.GetMetadata<Operation>()?.IsQuestion ?? false)),
        });

    /// <summary>Lets an endpoint take a batch of rows.</summary>
    public static RouteHandlerBuilder WithRowsLimit(this RouteHandlerBuilder endpoint) =>
        endpoint.WithMetadata(new BodyLimit(RowsBytesMax));

    /// <summary>Lets an endpoint take more words than anybody writes: what must not fail for them keeps the first of them.</summary>
    public static RouteHandlerBuilder WithWordsLimit(this RouteHandlerBuilder endpoint) =>
        endpoint.WithMetadata(new BodyLimit(RowsBytesMax));

    /// <summary>What an answer of the API says beside its content: nothing of it is kept, sniffed or framed.</summary>
    public static IApplicationBuilder UseApiHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        context.Response.OnStarting(static response =>
        {
            var headers = ((HttpResponse)response).Headers;
            headers.CacheControl = "no-store";
            headers.XContentTypeOptions = "nosniff";
            headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
            return Task.CompletedTask;
        }, context.Response);
        return next(context);
    });

    private static RateLimitPartition<string> BucketOf(HttpContext context) =>
        RateLimitPartition.GetTokenBucketLimiter(CallerOf(context), _ => Bucket());

    private static async ValueTask TellAsync(OnRejectedContext rejected, CancellationToken cancellationToken)
    {
        rejected.HttpContext.Response.Headers.RetryAfter = RetryAfter(rejected.Lease);
        await rejected.HttpContext.RequestServices.GetRequiredService<ProblemWriter>().WriteAsync(rejected.HttpContext, TooMany());
    }

    private static string CallerOf(HttpContext context) => context.Connection.RemoteIpAddress?.ToString() ?? "unknown";

    private static TokenBucketRateLimiterOptions Bucket() => new()
    {
        TokenLimit = Burst,
        TokensPerPeriod = PerSecond,
        ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        QueueLimit = 0,
    };

    /// <summary>Whole seconds until the caller has something left: one at least.</summary>
    private static string RetryAfter(RateLimitLease lease) =>
        Math.Max(1, Math.Ceiling(lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after.TotalSeconds : 1))
            .ToString(CultureInfo.InvariantCulture);

    private static ApiProblem TooMany() => ApiProblem.Of(
        StatusCodes.Status429TooManyRequests, ProblemCodes.TooMany, "Too many requests.",
        $"A caller may make {PerSecond} requests a second, and {Burst} at once after a pause: ask less often.");

    private sealed record BodyLimit(long? MaxRequestBodySize) : IRequestSizeLimitMetadata;
}
