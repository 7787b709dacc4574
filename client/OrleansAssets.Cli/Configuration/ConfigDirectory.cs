using System.CommandLine;
using OrleansAssets.Cli.Connecting;
using OrleansAssets.Cli.Output;
using OrleansAssets.Configuration;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Vendors;

namespace OrleansAssets.Cli.Configuration;

/// <summary>The configuration files, read without a silo.</summary>
internal static class ConfigDirectory
{
    private const string DefaultName = "config";

    public static Option<string?> Option(string description) =>
        new("--dir") { Description = $"{description} (else config/ here or above)", HelpName = "directory" };

    /// <summary>Where the files are: the given directory, else the one found.</summary>
    public static (string? Path, CommandError? Error) Find(string? given)
    {
        var path = given ?? InstallationFiles.Find(DefaultName, Environment.CurrentDirectory);
        return path is not null && Directory.Exists(path)
            ? (Shown(path), null)
            : (null, CommandError.BadInput(given is null
                ? "There is no directory config here or above; name it with --dir."
                : $"There is no directory '{given}'; --dir must name the one with assets_config.yaml, phases.yaml and sources.yaml."));
    }

    /// <summary>The path as a person would type it: below the current directory relative to it.</summary>
    private static string Shown(string path)
    {
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }

    /// <summary>The configuration, or the error that names every fault.</summary>
    public static (AssetsConfiguration? Configuration, CommandError? Error) Read(string? given)
    {
        var (path, error) = Find(given);
        if (path is null)
        {
            return (null, error);
        }

        var result = Read(path, out var faults);
        return (result.Configuration, faults);
    }

    /// <summary>The reading of a directory that exists.</summary>
    public static ConfigurationResult Read(string path, out CommandError? error)
    {
        var result = ConfigurationReader.Read(path, VendorCatalogue.Descriptors);
        var count = result.Faults.Length;
        error = result.Configuration is not null
            ? null
            : CommandError.BadInput(
                $"The configuration in '{path}' has {count} {(count == 1 ? "fault" : "faults")}; nothing was changed.",
                [.. result.Faults.Select(fault => fault.Message)]);
        return result;
    }
}
