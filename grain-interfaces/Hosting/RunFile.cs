using System.Text.Json;
using System.Text.Json.Serialization;

namespace OrleansAssets.Hosting;

/// <summary>What a running silo tells other tools of this machine, as JSON in <c>.data/run.json</c>; removed when it stops cleanly.</summary>
/// <param name="WebUrl">Base address of its HTTP side, e.g. <c>http://127.0.0.1:8080</c>.</param>
/// <param name="GatewayPort">Where clients connect, on the loopback address.</param>
/// <param name="Mode"><c>sandbox</c> or <c>live</c>.</param>
/// <param name="ConnectionString">Of the database. May hold a password: the file is for the owner's eyes only.</param>
public sealed record RunFile(
    int ProcessId,
    string WebUrl,
    int WebPort,
    int GatewayPort,
    string Mode,
    string ConnectionString,
    DateTimeOffset StartedAt)
{
    /// <summary>Where the file is, below the repository's root or the installation's directory.</summary>
    public static string DefaultPath { get; } = Path.Combine(".data", "run.json");

    /// <summary>Reads the file; null where there is none.</summary>
    /// <exception cref="InvalidDataException">The file is there and is no run file; the message names it and the reason.</exception>
    public static RunFile? Read(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        try
        {
            using var stream = File.OpenRead(path);
            return JsonSerializer.Deserialize(stream, RunFileJson.Default.RunFile)
                ?? throw new InvalidDataException($"{path} holds null; it must hold the object that the silo writes. Start the silo again.");
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"{path} is no run file: {exception.Message} Start the silo again, it writes a new one.", exception);
        }
    }

    /// <summary>Writes the file in one step: a reader sees the old or the new one, never half. Readable by its owner only.</summary>
    public void Write(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var full = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!); // a full path of a file has a directory
        var unfinished = full + ".new";
        File.Delete(unfinished);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var stream = new FileStream(unfinished, options))
        {
            JsonSerializer.Serialize(stream, this, RunFileJson.Default.RunFile);
        }

        File.Move(unfinished, full, overwrite: true);
    }
}

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, WriteIndented = true, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(RunFile))]
internal sealed partial class RunFileJson : JsonSerializerContext;
