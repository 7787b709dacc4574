using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.Metadata;
using OrleansAssets.Api.Problems;
using OrleansAssets.Domain.Answers;
using OrleansAssets.Web.Document;

namespace OrleansAssets.Web.Requests;

/// <summary>Rows of a file as the body of a request: a list in JSON, read as it comes; its first fault is told with its place.</summary>
internal sealed class Rows<T> : IBindableFromHttpContext<Rows<T>>, IEndpointParameterMetadataProvider
    where T : class
{
    private static readonly JsonSerializerOptions Reading = Strict();

    private Rows(ImmutableArray<T> value) => Value = value;

    public ImmutableArray<T> Value { get; }

    /// <exception cref="RequestFaultException">They cannot be read.</exception>
    public static async ValueTask<Rows<T>?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        BodyKind.RequireJson(context.Request);
        try
        {
            var rows = await JsonSerializer.DeserializeAsync<T?[]>(context.Request.Body, Reading, context.RequestAborted);
            var hole = rows is null ? 0 : Array.IndexOf(rows, null);
            return rows is not null && hole < 0
                ? new Rows<T>([.. rows.OfType<T>()])
                : throw RequestFaultException.OfBody(new RequestFault(rows is null ? "$" : $"$[{hole}]", "null", "must be a row"));
        }
        catch (JsonException exception)
        {
            throw RequestFaultException.OfBody(new RequestFault(
                exception.Path ?? "the body", null, "must be what the document of the API says: " + FirstSentence(exception.Message)));
        }
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        builder.Metadata.Add(new AcceptsMetadata(["application/json"], typeof(T[])));
        ApiDocument.AddBodyProblems(builder);
    }

    /// <summary>What the reader says, without the names of our own types.</summary>
    private static string FirstSentence(string message)
    {
        var end = message.IndexOf(". ", StringComparison.Ordinal);
        return RowWords.TypeName().Replace((end < 0 ? message : message[..end]).TrimEnd('.'), "");
    }

    /// <summary>What may be null may be left out.</summary>
    private static void LeaveOut(JsonTypeInfo type)
    {
        foreach (var property in type.Properties.Where(property => property.AssociatedParameter is { IsNullable: true }
            && (!property.PropertyType.IsValueType || Nullable.GetUnderlyingType(property.PropertyType) is not null)))
        {
            property.IsRequired = false;
        }
    }

    private static JsonSerializerOptions Strict()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        };
        options.Converters.Add(new OneNameJson());
        AnswerJson.Shape(options);
        options.TypeInfoResolver = new DefaultJsonTypeInfoResolver().WithAddedModifier(LeaveOut);
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}

/// <summary>Words of the JSON reader that are nobody's but ours.</summary>
internal static partial class RowWords
{
    private const int MatchMs = 1_000;

    [GeneratedRegex(@" (for|contained in|to)( type)? '?[A-Za-z_]\w*(\.[\w`+\[\],]+)+'?", RegexOptions.ExplicitCapture, MatchMs)]
    public static partial Regex TypeName();
}
