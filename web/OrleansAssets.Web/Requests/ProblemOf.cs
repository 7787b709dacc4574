using System.Globalization;
using Orleans.Runtime;
using Orleans.Runtime.Messaging;
using OrleansAssets.Access;
using OrleansAssets.Api.Problems;
using OrleansAssets.Client;

namespace OrleansAssets.Web.Requests;

/// <summary>The one place that knows which problem each exception of the product is.</summary>
internal static class ProblemOf
{
    /// <summary>The problem; null where the exception is nothing that a caller should be told of.</summary>
    /// <param name="isQuestion">Whether the request changes nothing, so that nothing about it can be unknown.</param>
    public static ApiProblem? Exception(Exception exception, bool isQuestion) => exception switch
    {
        RequestFaultException faults => ApiProblem.Of(faults.Status, faults.Code, "The request cannot be read.", faults.Message) with
        {
            Faults = faults.Faults,
        },
        RefusedException refusal => refusal.Problem,
        NotFoundException unknown =>
            ApiProblem.Of(StatusCodes.Status404NotFound, ProblemCodes.NotFound, "There is no such thing.", unknown.Message),
        InvalidRequestException refused => ApiProblem.Of(
            StatusCodes.Status422UnprocessableEntity, ProblemCodes.Invalid, "The request makes no sense as it is.", refused.Message),
        ChangedMeanwhileException changed => ApiProblem.Of(
            StatusCodes.Status412PreconditionFailed, ProblemCodes.Changed, "Somebody was faster.", changed.Message),
        AccessDeniedException denied => ApiProblem.Of(
            StatusCodes.Status403Forbidden, ProblemCodes.Forbidden, "The identity may not do this.", denied.Message),
        StorageUnavailableException storage => ApiProblem.Of(
            StatusCodes.Status503ServiceUnavailable, ProblemCodes.StorageUnavailable, "The database does not work.", storage.Message) with
        {
            OutcomeUnknown = !isQuestion,
        },
        InternalFaultException fault => ApiProblem.Of(
            StatusCodes.Status500InternalServerError, ProblemCodes.Internal, "The silo failed.", fault.Message) with
        {
            OutcomeUnknown = !isQuestion,
        },
        AssetsUnavailableException { IsOutcomeUnknown: var isUnknown } gone => Unavailable(gone.Message, isUnknown),
        TimeoutException or OrleansMessageRejectionException or ConnectionFailedException or ClientNotAvailableException
            or GatewayTooBusyException => Unavailable(Unanswered(isQuestion), !isQuestion),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => ApiProblem.Of(
            StatusCodes.Status413PayloadTooLarge, ProblemCodes.TooLarge, "The request is too large.",
            "The body is larger than this address takes: send less at once."),
        BadHttpRequestException bad => ApiProblem.Of(
            bad.StatusCode, ProblemCodes.Malformed, "The request cannot be read.",
            "The request breaks a rule of HTTP: send it again whole."),
        _ => null,
    };

    /// <summary>What fails without a known reason: the log has it under the fault's number.</summary>
    public static ApiProblem Unknown(string faultId, bool isQuestion) => ApiProblem.Of(
        StatusCodes.Status500InternalServerError, ProblemCodes.Internal, "The silo failed.",
        $"The silo failed for a reason of its own, which its log tells under fault {faultId}. {After(isQuestion)}") with
    {
        OutcomeUnknown = !isQuestion,
    };

    /// <summary>A request that took longer than its address allows.</summary>
    public static ApiProblem TimedOut(TimeSpan after, bool isQuestion) => ApiProblem.Of(
        StatusCodes.Status504GatewayTimeout, ProblemCodes.TimedOut, "No answer came in time.",
        string.Create(CultureInfo.InvariantCulture, $"No answer came within {after.TotalSeconds:0} s. {After(isQuestion)}")) with
    {
        OutcomeUnknown = !isQuestion,
    };

    /// <summary>An answer of the framework that has a status and no words.</summary>
    public static ApiProblem Status(int status) => status switch
    {
        StatusCodes.Status404NotFound => ApiProblem.Of(
            status, ProblemCodes.NoSuchAddress, "There is no such address.",
            "No operation has this address: /openapi/v1.json lists all. An id with a slash is written with %2F."),
        StatusCodes.Status405MethodNotAllowed => ApiProblem.Of(
            status, ProblemCodes.NoSuchAddress, "The address has another method.", "The header Allow says which methods it has."),
        StatusCodes.Status413PayloadTooLarge => ApiProblem.Of(
            status, ProblemCodes.TooLarge, "The request is too large.", "The body is larger than this address takes: send less at once."),
        StatusCodes.Status504GatewayTimeout => ApiProblem.Of(
            status, ProblemCodes.TimedOut, "No answer came in time.", $"No answer came in time. {After(isQuestion: false)}") with
        {
            OutcomeUnknown = true,
        },
        _ => ApiProblem.Of(status, ProblemCodes.Other, "The request is refused.", $"The server answers {status} and has no more to say."),
    };

    private static ApiProblem Unavailable(string detail, bool isUnknown) => ApiProblem.Of(
        StatusCodes.Status503ServiceUnavailable, ProblemCodes.Unavailable, "No silo answered.", detail) with
    {
        OutcomeUnknown = isUnknown,
    };

    private static string Unanswered(bool isQuestion) =>
        $"The silo that has to answer is gone or does not answer; another one takes over within seconds. {After(isQuestion)}";

    private static string After(bool isQuestion) => isQuestion
        ? "Ask again."
        : "It is not known whether the request took effect: repeat it with the same id where it has one, else look first.";
}
