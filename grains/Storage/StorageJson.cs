using System.Text.Json;
using System.Text.Json.Serialization;

namespace OrleansAssets.Storage;

/// <summary>How what is stored is written as JSON. All forms are contracts with databases that exist.</summary>
internal static class StorageJson
{
    /// <summary>The state of grains: what is null is left out, enums by name.</summary>
    public static JsonSerializerOptions State { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>The evidence of what happened to a phase: enums by their names in code.</summary>
    public static JsonSerializerOptions Evidence { get; } = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>Columns of the registry, and rows given as one object: named as PostgreSQL names things.</summary>
    public static JsonSerializerOptions Columns { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };
}
