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
using OrleansAssets.Web.Limits;

namespace OrleansAssets.Web.Requests;

/// <summary>Rows of a file as the body of a request: a list in JSON, whose first faults are told at once, each with its place.</summary>
internal sealed class Rows<T> : IBindableFromHttpContext<Rows<T>>, IEndpointParameterMetadataProvider
    where T : class
{
    /// <summary>Faults that are told; a file whose column is wrong has one for each of its rows.</summary>
    private const int FaultsMax = 20;

    private static readonly JsonSerializerOptions Reading = Strict();

    private Rows(ImmutableArray<T> value) => Value = value;

    public ImmutableArray<T> Value { get; }

    /// <exception cref="RequestFaultException">They cannot be read.</exception>
    public static async ValueTask<Rows<T>?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        BodyKind.RequireJson(context.Request);
        context.Request.EnableBuffering((int)ApiLimits.RowsBytesMax); // what is wrong with it is looked for a second time, in memory
        try
        {
            var rows = await JsonSerializer.DeserializeAsync<T?[]>(context.Request.Body, Reading, context.RequestAborted);
            var hole = rows is null ? 0 : Array.IndexOf(rows, null);
            return rows is not null && hole < 0
                ? new Rows<T>([.. rows.OfType<T>()])
                : throw RequestFaultException.OfBody(await FaultsAsync(
                    context, new RequestFault(rows is null ? "$" : $"$[{hole}]", "null", "must be a row")));
        }
        catch (JsonException exception)
        {
            throw RequestFaultException.OfBody(await FaultsAsync(context, new RequestFault(
                exception.Path ?? "the body", null, "must be what the document of the API says: " + FirstSentence(exception.Message))));
        }
    }

    /// <summary>What is wrong with the rows: the first of it with its places, and how much more there is.</summary>
    /// <param name="first">What the reader stopped at, where it cannot be read on.</param>
    private static async Task<ImmutableArray<RequestFault>> FaultsAsync(HttpContext context, RequestFault first)
    {
        try
        {
            context.Request.Body.Position = 0;
            using var document = await JsonDocument.ParseAsync(
                context.Request.Body, new JsonDocumentOptions { MaxDepth = Reading.MaxDepth }, context.RequestAborted);
            var found = FaultsOf(document.RootElement).ToArray();
            var told = found.Take(FaultsMax).ToArray();
            return found.Length == 0 ? [first]
                : found.Length == told.Length ? [.. told]
                : [.. told, new RequestFault("$", null, $"has {found.Length - told.Length:N0} more faults, which are not told")];
        }
        catch (JsonException)
        {
            return [first]; // it is no JSON from there on
        }
    }

    private static IEnumerable<RequestFault> FaultsOf(JsonElement rows) => rows.ValueKind != JsonValueKind.Array ? [] : rows
        .EnumerateArray().Index().SelectMany(row => JsonFaults.Find(row.Item, Reading.GetTypeInfo(typeof(T)), $"$[{row.Index}]"));

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
