using System.Text.Json;
using System.Text.Json.Serialization;
using Orleans.Runtime;

namespace Orleans.Serialization;

/// <summary>Writes a grain reference as its id; reading binds it to the runtime that reads.</summary>
sealed class GrainReferenceJsonConverter : JsonConverterFactory
{
    [ThreadStatic]
    static GrainReferences? _reader;

    /// <summary>Until disposal, references read on this thread are bound to this runtime; grains read through their own.</summary>
    internal static Scope Use(GrainReferences references)
    {
        var previous = _reader;
        _reader = references;
        return new(previous);
    }

    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsInterface && typeof(IAddressable).IsAssignableFrom(typeToConvert);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Typed<>).MakeGenericType(typeToConvert))!; // has a constructor

    internal readonly struct Scope(GrainReferences? previous) : IDisposable
    {
        public void Dispose() => _reader = previous;
    }

    sealed class Typed<T> : JsonConverter<T>
        where T : class, IAddressable
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var references = _reader ?? RuntimeContext.Current?.References ?? throw new JsonException("A grain reference can be read only inside a silo or client.");
            return (T)references.Create(typeof(T), GrainId.Parse(reader.GetString() ?? ""));
        }

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.GetGrainId().ToString());
    }
}
