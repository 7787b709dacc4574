using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using Orleans.Serialization;

namespace Orleans.Runtime;

/// <summary>Calls as they are sent.</summary>
static class WireCall
{
    internal static ReadOnlyMemory<byte> Write(GrainCall call)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        writer.WriteString("to", call.Target.ToString());
        writer.WriteString("interface", call.Method.InterfaceName);
        writer.WriteString("method", call.Method.WireName);
        WriteContext(writer, call.Context);
        writer.WriteStartArray("arguments");
        for (var i = 0; i < call.Arguments.Length; i++)
        {
            if (i == call.Method.TokenIndex) writer.WriteNullValue();
            else JsonSerializer.Serialize(writer, call.Arguments[i], call.Method.Parameters[i].ParameterType, WireJson.Options);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }

    internal static GrainCall Read(ReadOnlyMemory<byte> body, Func<string, string, GrainMethod> find)
    {
        using var document = JsonDocument.Parse(body);
        var root = document.RootElement;
        var method = find(Text(root, "interface"), Text(root, "method"));
        var arguments = new object?[method.Parameters.Length];
        var sent = root.GetProperty("arguments");
        if (sent.GetArrayLength() != arguments.Length)
            throw new OrleansException($"{method.InterfaceName}.{method.Name} takes {arguments.Length} arguments; {sent.GetArrayLength()} were sent.");

        for (var i = 0; i < arguments.Length; i++)
            if (i != method.TokenIndex) arguments[i] = sent[i].Deserialize(method.Parameters[i].ParameterType, WireJson.Options);
        var call = new GrainCall(GrainId.Parse(Text(root, "to")), method, arguments, method.Shape.NewCompletion()) { Context = ReadContext(root) };
        if (method.TokenIndex >= 0)
        {
            call.Cancellation = new();
            arguments[method.TokenIndex] = call.Cancellation.Token;
        }

        return call;
    }

    static string Text(JsonElement root, string name) => root.GetProperty(name).GetString() ?? "";

    static void WriteContext(Utf8JsonWriter writer, RequestContextValues? context)
    {
        if (context is null) return;

        writer.WriteString("reentrancy", context.ReentrancyId);
        writer.WritePropertyName("context");
        JsonSerializer.Serialize(writer, context.Items, WireJson.Options);
    }

    static RequestContextValues? ReadContext(JsonElement root)
    {
        if (!root.TryGetProperty("context", out var items)) return null;

        return new(
            items.Deserialize<Dictionary<string, object>>(WireJson.Options)!.ToImmutableDictionary(StringComparer.Ordinal), // written above, never null
            root.GetProperty("reentrancy").GetGuid());
    }
}
