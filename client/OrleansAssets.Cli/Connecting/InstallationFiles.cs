namespace OrleansAssets.Cli.Connecting;

/// <summary>Finds files of the installation from wherever the console is called.</summary>
internal static class InstallationFiles
{
    /// <summary>
    /// The path of a file or directory in a directory or above it, else above the program itself; null where there is none.
    /// </summary>
    public static string? Find(string relativePath, string workingDirectory)
    {
        foreach (var start in new[] { workingDirectory, AppContext.BaseDirectory })
        {
            for (var directory = new DirectoryInfo(start); directory is not null; directory = directory.Parent)
            {
                var path = Path.Combine(directory.FullName, relativePath);
                if (Path.Exists(path))
                {
                    return path;
                }
            }
        }

        return null;
    }
}
