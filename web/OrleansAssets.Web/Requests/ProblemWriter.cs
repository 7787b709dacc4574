using System.Globalization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using OrleansAssets.Api.Problems;
using OrleansAssets.Web.Operations;

namespace OrleansAssets.Web.Requests;

/// <summary>Writes the problem for what went wrong with a request, and logs what is nobody's to know but the log's.</summary>
internal sealed partial class ProblemWriter(IOptions<JsonOptions> json, ILogger<ProblemWriter> logger) : IExceptionHandler
{
    /// <summary>What the caller's own end of the connection leads to; nobody reads it.</summary>
    private const int ClientClosedRequest = 499;

    /// <summary>Seconds after which a caller may ask again where the database or a silo fails.</summary>
    private const string RetryAfterSeconds = "2";

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var failed = httpContext.Features.Get<IExceptionHandlerFeature>();
        var isQuestion = failed?.Endpoint?.Metadata.GetMetadata<Operation>()?.IsQuestion ?? false;
        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested)
        {
            httpContext.Response.StatusCode = ClientClosedRequest; // a request that took too long is answered where its time is limited
            return true;
        }

        // The framework reads the body before the parameters, or stops at the first of them: the caller is told of both at once.
        var faults = exception is BadHttpRequestException or RequestFaultException ? ParameterFaults.Find(httpContext, failed) : [];
        var told = faults.IsEmpty ? exception : (exception as RequestFaultException)?.With(faults) ?? RequestFaultException.OfBody(faults);
        var problem = ProblemOf.Exception(told, isQuestion) ?? Unknown(exception, isQuestion);
        await WriteAsync(httpContext, exception is not InvalidRequestException refused ? problem : problem with
        {
            Faults = RequestPlaces.Of(refused, failed?.Endpoint),
        });
        return true;
    }

    /// <summary>Writes a problem as the answer.</summary>
    public async Task WriteAsync(HttpContext context, ApiProblem problem)
    {
        context.Response.StatusCode = problem.Status;
        if (problem.Status == StatusCodes.Status503ServiceUnavailable)
        {
            context.Response.Headers.RetryAfter = RetryAfterSeconds;
        }

        await context.Response.WriteAsJsonAsync(
            problem, json.Value.SerializerOptions, ApiProblem.ContentType, CancellationToken.None);
    }

    private ApiProblem Unknown(Exception exception, bool isQuestion)
    {
        var id = Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture)[..8];
        LogFault(exception, id);
        return ProblemOf.Unknown(id, isQuestion);
    }

    [LoggerMessage(1401, LogLevel.Error, "Fault {Id}: the answer to a request is an error that only this log can tell")]
    private partial void LogFault(Exception exception, string id);
}
