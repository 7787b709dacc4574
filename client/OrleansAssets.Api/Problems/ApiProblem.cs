using System.Collections.Immutable;

namespace OrleansAssets.Api.Problems;

/// <summary>Why a request did not do what it asked (RFC 9457).</summary>
/// <param name="Type">A name for the kind of problem, <c>urn:orleans-assets:</c> and the code.</param>
/// <param name="Title">The kind of problem in words.</param>
/// <param name="Status">The status of the answer.</param>
/// <param name="Detail">One or two sentences: the place, the value, the rule, the remedy.</param>
/// <param name="Code">A stable name for programs, e.g. <c>not_found</c>.</param>
/// <param name="OutcomeUnknown">Whether a change may have been made although nobody can tell: look, or repeat it with the same id.</param>
/// <param name="Faults">Everything that is wrong with the request, in the order in which it stands there.</param>
public sealed record ApiProblem(
    string Type,
    string Title,
    int Status,
    string Detail,
    string Code,
    bool OutcomeUnknown,
    ImmutableArray<RequestFault> Faults)
{
    public const string ContentType = "application/problem+json";

    public static ApiProblem Of(int status, string code, string title, string detail) =>
        new($"urn:orleans-assets:{code}", title, status, detail, code, OutcomeUnknown: false, []);
}

/// <summary>The codes of problems: programs branch on them, and they do not change.</summary>
public static class ProblemCodes
{
    public const string Malformed = "malformed_request";
    public const string Invalid = "invalid_request";
    public const string NotFound = "not_found";
    public const string NoSuchAddress = "no_such_address";
    public const string Changed = "changed_meanwhile";
    public const string TooLarge = "too_large";
    public const string TooMany = "too_many_requests";
    public const string TimedOut = "timed_out";
    public const string Unavailable = "unavailable";
    public const string StorageUnavailable = "storage_unavailable";
    public const string Internal = "internal_fault";
    public const string Unauthenticated = "unauthenticated";
    public const string Forbidden = "forbidden";
    public const string Other = "refused";
}
