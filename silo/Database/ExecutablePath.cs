namespace OrleansAssets.Database;

/// <summary>Looks programs up as a shell does.</summary>
internal static class ExecutablePath
{
    /// <summary>The directories of PATH; system directories are added because services often run without them.</summary>
    public static IEnumerable<string> Directories =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Concat(["/usr/sbin", "/usr/bin", "/sbin", "/bin"])
            .Distinct(StringComparer.Ordinal);

    public static string? Find(string program) => Directories.Select(directory => Path.Combine(directory, program)).FirstOrDefault(File.Exists);
}
