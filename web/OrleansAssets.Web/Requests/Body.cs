using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;
using OrleansAssets.Api.Problems;
using OrleansAssets.Web.Document;

namespace OrleansAssets.Web.Requests;

/// <summary>The body of a request: JSON, read once, with everything that is wrong with it told at once.</summary>
internal sealed class Body<T> : IBindableFromHttpContext<Body<T>>, IEndpointParameterMetadataProvider
    where T : class
{
    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = 16 };

    private Body(T value) => Value = value;

    public T Value { get; }

    /// <exception cref="RequestFaultException">It cannot be read.</exception>
    public static async ValueTask<Body<T>?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        BodyKind.RequireJson(context.Request);
        var options = context.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        using var document = await ParseAsync(context);
        var type = options.GetTypeInfo(typeof(T));
        var faults = JsonFaults.Find(document.RootElement, type);
        return faults.IsEmpty
            ? new Body<T>((T)document.RootElement.Deserialize(type)!) // the root is no null: that is a fault
            : throw RequestFaultException.OfBody(faults);
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        builder.Metadata.Add(new AcceptsMetadata(["application/json"], typeof(T)));
        ApiDocument.AddBodyProblems(builder);
    }

    private static async Task<JsonDocument> ParseAsync(HttpContext context)
    {
        try
        {
            return await JsonDocument.ParseAsync(context.Request.Body, Reading, context.RequestAborted);
        }
        catch (JsonException exception)
        {
            throw RequestFaultException.OfBody(new RequestFault(
                $"line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1} of the body", null, "must be JSON"));
        }
    }
}
