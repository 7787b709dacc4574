using System.Net;
using System.Text.Json;
using OrleansAssets.Access;
using OrleansAssets.Api.Problems;
using Refit;

namespace OrleansAssets.Api.Calls;

/// <summary>The exception of the product that each problem of the API is.</summary>
internal static class ApiFailures
{
    public static RefitSettings Settings() => new(new SystemTextJsonContentSerializer(ApiJson.Wire.Options))
    {
        ExceptionFactory = async answer => !answer.IsSuccessStatusCode ? await OfAsync(answer)
            : answer is { StatusCode: HttpStatusCode.OK, Content.Headers.ContentLength: 0 } ? NoAnswer(answer, failure: null)
            : null,
        TransportExceptionFactory = (_, failure, _) => failure, // the transport has put it into words
        DeserializationExceptionFactory = (answer, failure) => ValueTask.FromResult<Exception?>(NoAnswer(answer, failure)),
    };

    /// <summary>Something on the way answered, another program or another version: what became of a change is not known.</summary>
    private static AssetsUnavailableException NoAnswer(HttpResponseMessage answer, Exception? failure)
    {
        var request = answer.RequestMessage;
        var kind = answer.Content.Headers.ContentType?.MediaType ?? "no type";
        var isUnknown = !RequestKind.IsQuestion(request);
        return new AssetsUnavailableException(
            $"{request?.RequestUri?.GetLeftPart(UriPartial.Path)} answered {(int)answer.StatusCode} with what is no answer of this API "
            + $"({kind}): see whether the address is that of an OrleansAssets silo, of the same release; "
            + $"{ApiTransport.OutcomeOf(request)}.", failure)
        {
            IsOutcomeUnknown = isUnknown,
        };
    }

    /// <summary>The exception that an answer is.</summary>
    public static async Task<Exception> OfAsync(HttpResponseMessage answer) => Of(answer, await ProblemInAsync(answer));

    private static Exception Of(HttpResponseMessage answer, ApiProblem? problem)
    {
        var detail = problem?.Detail
            ?? $"{answer.RequestMessage?.RequestUri} answers {(int)answer.StatusCode} and is no OrleansAssets API: see whether the address "
            + "is right.";
        return problem?.Code switch
        {
            ProblemCodes.NotFound => new NotFoundException(detail),
            ProblemCodes.Unauthenticated or ProblemCodes.Forbidden => new AccessDeniedException(detail),
            ProblemCodes.Changed => new ChangedMeanwhileException(detail),
            ProblemCodes.StorageUnavailable => new StorageUnavailableException(detail),
            ProblemCodes.Internal => new InternalFaultException(detail),
            ProblemCodes.Unavailable or ProblemCodes.TimedOut or ProblemCodes.TooMany => new AssetsUnavailableException(detail)
            {
                IsOutcomeUnknown = problem.OutcomeUnknown,
            },
            _ when problem is null && answer.StatusCode >= HttpStatusCode.InternalServerError => new AssetsUnavailableException(detail)
            {
                IsOutcomeUnknown = !RequestKind.IsQuestion(answer.RequestMessage),
            },
            _ => new InvalidRequestException(detail)
            {
                Places = problem is null || problem.Faults.IsDefaultOrEmpty ? []
                    : [.. problem.Faults.Select(fault => new InvalidPlace(fault.Place, fault.Value, fault.Rule))],
            },
        };
    }

    /// <summary>Null where the answer is of somebody else, as a proxy's is.</summary>
    private static async Task<ApiProblem?> ProblemInAsync(HttpResponseMessage answer)
    {
        if (answer.Content.Headers.ContentType?.MediaType != ApiProblem.ContentType)
        {
            return null;
        }

        try
        {
            await using var body = await answer.Content.ReadAsStreamAsync();
            return await JsonSerializer.DeserializeAsync(body, ApiJson.Wire.ApiProblem);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
