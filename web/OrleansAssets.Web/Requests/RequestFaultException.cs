using System.Collections.Immutable;
using OrleansAssets.Api.Problems;

namespace OrleansAssets.Web.Requests;

/// <summary>A request is refused, and the problem says why.</summary>
internal sealed class RefusedException(ApiProblem problem) : Exception(problem.Detail)
{
    public ApiProblem Problem { get; } = problem;
}

/// <summary>A request cannot be read; nothing was done. All that is wrong with it is inside.</summary>
internal sealed class RequestFaultException(int status, string code, ImmutableArray<RequestFault> faults)
    : Exception(string.Join(" ", faults.Select(fault => fault.Sentence)))
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    public ImmutableArray<RequestFault> Faults { get; } = faults;

    /// <summary>With others that the request has, each once.</summary>
    public RequestFaultException With(ImmutableArray<RequestFault> others) => new(Status, Code, [.. Faults.Union(others)]);

    public static RequestFaultException OfBody(params ImmutableArray<RequestFault> faults) =>
        new(StatusCodes.Status400BadRequest, ProblemCodes.Malformed, faults);
}
