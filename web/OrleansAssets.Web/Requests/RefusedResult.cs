using OrleansAssets.Api.Problems;

namespace OrleansAssets.Web.Requests;

/// <summary>A refusal that is an everyday answer: no exception is thrown for it, so that whoever provokes many costs little.</summary>
internal sealed class RefusedResult(ApiProblem problem) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext) =>
        httpContext.RequestServices.GetRequiredService<ProblemWriter>().WriteAsync(httpContext, problem);
}
