using System.Text.Json;
using OrleansAssets.Hosting;

namespace OrleansAssets.Cli.Connecting;

/// <summary>Reads what a running silo wrote of itself.</summary>
internal static class RunFileReader
{
    /// <summary>Where the file is, below the repository's root or the installation's directory.</summary>
    public static string DefaultPath { get; } = Path.Combine(".data", RunFile.FileName);

    /// <summary>Reads the file; null where there is none.</summary>
    /// <exception cref="InvalidDataException">The file is there and is no run file; the message names it and the reason.</exception>
    public static RunFile? Read(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return JsonSerializer.Deserialize(stream, RunFileJson.Default.RunFile)
                ?? throw new InvalidDataException(
                    $"{path} holds null; it must hold the object that the silo writes. Start the silo again.");
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException(
                $"{path} is no run file: {exception.Message} Start the silo again, it writes a new one.", exception);
        }
    }
}
