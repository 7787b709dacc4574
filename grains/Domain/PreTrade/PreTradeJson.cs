using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.PreTrade;

/// <summary>
/// Inputs and decisions as bytes: the same record always gives the same bytes, and reading them back gives the same record, decimals with
/// their scale included.
/// </summary>
public static class PreTradeJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static byte[] Bytes(PreTradeInput input) => JsonSerializer.SerializeToUtf8Bytes(input, Options);

    public static byte[] Bytes(OrderDecision decision) => JsonSerializer.SerializeToUtf8Bytes(decision, Options);

    /// <exception cref="JsonException">The bytes are no input.</exception>
    public static PreTradeInput ReadInput(ReadOnlySpan<byte> bytes) =>
        JsonSerializer.Deserialize<PreTradeInput>(bytes, Options) ?? throw new JsonException("The stored input is null.");

    /// <summary>SHA-256 of an input's bytes, hex.</summary>
    public static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
