using System.Text.Json;
using System.Text.Json.Serialization;

namespace OrleansAssets.Hosting;

/// <summary>
/// What a running silo tells other tools of this machine: the file <see cref="FileName"/> in its data directory, in the form of
/// <see cref="RunFileJson"/>. It is there while the silo is ready, and is left behind by one that was killed.
/// </summary>
/// <param name="ProcessId">The silo's process on this machine.</param>
/// <param name="WebUrl">Base address of its HTTP side, e.g. <c>http://127.0.0.1:8080</c>.</param>
/// <param name="WebPort">The port of <paramref name="WebUrl"/>.</param>
/// <param name="GatewayPort">Where clients connect, on the loopback address.</param>
/// <param name="Mode"><c>sandbox</c> or <c>live</c>.</param>
/// <param name="ConnectionString">Of the database. May hold a password: the file is for the owner's eyes only.</param>
/// <param name="StartedAt">When the silo started, UTC.</param>
public sealed record RunFile(
    int ProcessId,
    string WebUrl,
    int WebPort,
    int GatewayPort,
    string Mode,
    string ConnectionString,
    DateTimeOffset StartedAt)
{
    /// <summary>The file's name in the data directory.</summary>
    public const string FileName = "run.json";
}

/// <summary>The one JSON form of a run file: camelCase, every value there and not null, otherwise a <see cref="JsonException"/>.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, WriteIndented = true, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(RunFile))]
public sealed partial class RunFileJson : JsonSerializerContext;
