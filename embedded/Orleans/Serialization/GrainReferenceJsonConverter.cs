using System.Text.Json;
using System.Text.Json.Serialization;
using Orleans.Runtime;

namespace Orleans.Serialization;

/// <summary>Writes a grain reference as its id; reading binds it to the runtime that reads.</summary>
sealed class GrainReferenceJsonConverter : JsonConverterFactory
{
    static readonly AsyncLocal<GrainReferences?> Reader = new();

    /// <summary>The runtime that reads on this flow; grains read through their own.</summary>
    internal static GrainReferences? Current
    {
        get => Reader.Value ?? RuntimeContext.Current?.References;
        set => Reader.Value = value;
    }

    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsInterface && typeof(IAddressable).IsAssignableFrom(typeToConvert);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Typed<>).MakeGenericType(typeToConvert))!; // has a constructor

    sealed class Typed<T> : JsonConverter<T>
        where T : class, IAddressable
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var references = Current ?? throw new JsonException("A grain reference can be read only inside a silo or client.");
            return (T)references.Create(typeof(T), GrainId.Parse(reader.GetString() ?? ""));
        }

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.GetGrainId().ToString());
    }
}
