using OrleansAssets.Api.Problems;

namespace OrleansAssets.Web.Requests;

/// <summary>What a body says of itself.</summary>
internal static class BodyKind
{
    /// <exception cref="RequestFaultException">It is no JSON by its own word.</exception>
    public static void RequireJson(HttpRequest request)
    {
        if (!request.HasJsonContentType())
        {
            throw new RequestFaultException(
                StatusCodes.Status415UnsupportedMediaType, ProblemCodes.Malformed,
                [new RequestFault("header Content-Type", request.ContentType, "must be application/json")]);
        }
    }
}
