namespace OrleansAssets.Tests.EndToEnd;

/// <summary>A data directory of a test's own, gone with it.</summary>
public sealed class DataDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("assets-test-").FullName;

    public string Write(string name, IEnumerable<string> lines)
    {
        var path = System.IO.Path.Combine(Path, name);
        File.WriteAllLines(path, lines);
        return path;
    }

    public void Dispose()
    {
        // The cluster may lie elsewhere, behind a link, where its unprivileged owner can reach it.
        var cluster = new DirectoryInfo(System.IO.Path.Combine(Path, "postgres"));
        if (cluster.LinkTarget is { } target)
        {
            Directory.Delete(target, recursive: true);
        }

        Directory.Delete(Path, recursive: true);
    }
}
