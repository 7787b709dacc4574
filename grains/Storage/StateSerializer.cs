using System.Security.Cryptography;
using System.Text.Json;
using Orleans.Storage;

namespace OrleansAssets.Storage;

/// <summary>
/// Grain state as plain JSON: no .NET type names, so a state class can be renamed or moved.
/// Enums are stored by name; unknown members are ignored, so an older program can read what a newer one added.
/// </summary>
public sealed class StateSerializer : IGrainStorageSerializer
{
    /// <summary>
    /// Names a part of a state by what is read again once it was stored, SHA-256 in hexadecimal digits: the same before and after.
    /// </summary>
    public static string HashOf<T>(T part)
    {
        var stored = JsonSerializer.SerializeToUtf8Bytes(part, StorageJson.State);
        var read = JsonSerializer.Deserialize<T>(stored.AsSpan(), StorageJson.State);
        return Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(read, StorageJson.State)));
    }

    /// <inheritdoc />
    public BinaryData Serialize<T>(T? input) => new(JsonSerializer.SerializeToUtf8Bytes(input, StorageJson.State));

    /// <inheritdoc />
    /// <exception cref="JsonException">The stored bytes are no JSON of this state.</exception>
    public T Deserialize<T>(BinaryData input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return JsonSerializer.Deserialize<T>(input.ToMemory().Span, StorageJson.State)
            ?? throw new JsonException($"The stored state of type {typeof(T).Name} is null.");
    }
}
