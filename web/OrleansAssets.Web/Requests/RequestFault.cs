using System.Collections.Immutable;

namespace OrleansAssets.Web.Requests;

/// <summary>One thing that is wrong with a request.</summary>
/// <param name="Place">Where it is: a path in the body such as <c>$.quantity</c>, or a parameter such as <c>query count</c>.</param>
/// <param name="Value">What was found; null where nothing was.</param>
/// <param name="Rule">What is allowed, as a sentence's end that follows the value: <c>must be a number</c>.</param>
/// <param name="Remedy">What to do; null where the rule says it.</param>
internal sealed record RequestFault(string Place, string? Value, string Rule, string? Remedy = null)
{
    private const int ValueLengthMax = 80;

    /// <summary>The fault in a sentence.</summary>
    public string Sentence => $"{Place} {(Value is null ? "" : $"is '{Value}'; it ")}{Rule}{(Remedy is null ? "" : $": {Remedy}")}.";

    /// <summary>A value as a fault shows it: the start of one that is long.</summary>
    public static string Shown(string value) => value.Length <= ValueLengthMax ? value : value[..ValueLengthMax] + "...";
}

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

    public static RequestFaultException OfBody(params ImmutableArray<RequestFault> faults) =>
        new(StatusCodes.Status400BadRequest, ProblemCodes.Malformed, faults);
}
