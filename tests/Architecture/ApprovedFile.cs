namespace OrleansAssets.Tests.Architecture;

/// <summary>Texts that were looked at and approved; kept beside the tests.</summary>
internal static class ApprovedFile
{
    /// <param name="rule">What holds for a change, in a sentence.</param>
    public static void Check(string name, string actual, string rule)
    {
        var path = Path.Combine(Folder(), name);
        if (Environment.GetEnvironmentVariable("APPROVE") == "1")
        {
            File.WriteAllText(path, actual);
        }

        var approved = File.Exists(path) ? File.ReadAllLines(path) : [];
        var lines = actual.TrimEnd().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        var gone = approved.Except(lines, StringComparer.Ordinal).Select(line => "- " + line);
        var added = lines.Except(approved, StringComparer.Ordinal).Select(line => "+ " + line);
        Assert.True(
            approved.SequenceEqual(lines, StringComparer.Ordinal),
            $"{name} differs. {rule}"
            + Environment.NewLine + string.Join(Environment.NewLine, gone.Concat(added)));
    }

    private static string Folder()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "OrleansAssets.sln")))
        {
            directory = directory.Parent;
        }

        return Path.Combine(directory?.FullName ?? throw new InvalidOperationException("The tests run outside of the repository."),
            "tests", "Architecture");
    }
}
