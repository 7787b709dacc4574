namespace OrleansAssets.Tests.Support;

/// <summary>Finds files of the repository from wherever the tests run.</summary>
internal static class RepositoryFiles
{
    /// <summary>The directory that holds OrleansAssets.sln.</summary>
    internal static string Root { get; } = FindRoot();

    /// <summary>The shipped configuration.</summary>
    internal static string Config => PathOf("config");

    /// <summary>The full path of a file or directory of the repository.</summary>
    internal static string PathOf(params ReadOnlySpan<string> parts) => Path.Combine([Root, .. parts]);

    private static string FindRoot()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "OrleansAssets.sln")))
            {
                return directory.FullName;
            }
        }

        throw new InvalidOperationException($"No directory above {AppContext.BaseDirectory} holds OrleansAssets.sln.");
    }
}
