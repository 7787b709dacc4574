using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orleans.Serialization;

/// <summary>Writes a value declared as object with the name of its type; reads only simple types and those marked for it.</summary>
sealed class ObjectJsonConverter : JsonConverter<object>
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert == typeof(object);

    public override object? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        var name = document.RootElement.GetProperty("t").GetString() ?? "";
        var type = DerivedTypes.Find(name) ?? throw new JsonException($"The type '{name}' is not known here or has no [GenerateSerializer].");
        return document.RootElement.GetProperty("v").Deserialize(type, options);
    }

    public override void Write(Utf8JsonWriter writer, object value, JsonSerializerOptions options)
    {
        var type = value.GetType();
        writer.WriteStartObject();
        writer.WriteString("t", DerivedTypes.NameOf(type));
        writer.WritePropertyName("v");
        JsonSerializer.Serialize(writer, value, type, options);
        writer.WriteEndObject();
    }
}
