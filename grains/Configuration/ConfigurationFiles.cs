namespace OrleansAssets.Configuration;

/// <summary>Names of the three files, and what bounds them.</summary>
internal static class ConfigurationFiles
{
    internal const string Assets = "assets_config.yaml";
    internal const string Phases = "phases.yaml";
    internal const string Sources = "sources.yaml";

    /// <summary>Largest file in bytes: fifteen times the shipped one, and small enough to read on every start.</summary>
    internal const int BytesMax = 256 * 1024;

    /// <summary>A file's name as a person would type it: below the current directory relative to it, else in full.</summary>
    internal static string DisplayName(string directory, string file)
    {
        var full = Path.GetFullPath(Path.Combine(directory, file));
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, full);
        return (relative.StartsWith("..", StringComparison.Ordinal) ? full : relative).Replace('\\', '/');
    }
}
