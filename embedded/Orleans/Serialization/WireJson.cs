using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Orleans.Serialization;

/// <summary>How values are written to be sent or copied.</summary>
static class WireJson
{
    internal static JsonSerializerOptions Options { get; } = new()
    {
        IncludeFields = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { SerializedMembers.Apply } },
        Converters =
        {
            new GrainIdJsonConverter(), new GrainReferenceJsonConverter(), new ObjectJsonConverter(), new ImmutableArrayJsonConverter(),
        },
    };
}
