using System.Text.Json;
using System.Text.Json.Serialization;
using OrleansAssets.Domain;
using OrleansAssets.MarketData;

namespace OrleansAssets.Web.Requests;

/// <summary>Enums of rows by one name: several with commas are none, which the framework's own reading makes a third of.</summary>
internal sealed class OneNameJson : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum && typeToConvert != typeof(Timeframe);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Of<>).MakeGenericType(typeToConvert))!; // it has such a constructor

    private sealed class Of<T> : JsonConverter<T>
        where T : struct, Enum
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && EnumText.TryRead<T>(reader.GetString(), out var value)
                ? value
                : throw new JsonException($"It {TypeWords.RuleOf(typeof(T))}.");

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WriteStringValue(JsonNamingPolicy.CamelCase.ConvertName(value.ToString()));
    }
}
