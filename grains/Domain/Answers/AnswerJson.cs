using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using OrleansAssets.MarketData;

namespace OrleansAssets.Domain.Answers;

/// <summary>
/// The one JSON form of answers, of the console as of the REST API: camelCase, enums as camelCase names, timeframes by their code, numbers
/// as numbers. What is read must be of that form too.
/// </summary>
public static class AnswerJson
{
    /// <summary>Gives options that form.</summary>
    public static void Shape(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.PropertyNameCaseInsensitive = true;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping; // never for HTML: quotes stay readable
        options.Converters.Add(new TimeframeJson());
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
    }
}

/// <summary>Timeframes by their code, e.g. <c>1h</c>.</summary>
internal sealed class TimeframeJson : JsonConverter<Timeframe>
{
    public override Timeframe Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Timeframe.TryParseCode(reader.GetString(), out var timeframe) ? timeframe : throw new JsonException("Unknown timeframe.");

    public override void Write(Utf8JsonWriter writer, Timeframe value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Code());
}
