using System.Globalization;
using System.Text.RegularExpressions;

namespace OrleansAssets.Database;

/// <summary>The server programs of one PostgreSQL installation.</summary>
internal sealed partial record PostgresBinaries(string Directory, int Major)
{
    public const int MajorMin = 15;

    public string InitDb => Path.Combine(Directory, "initdb");

    public string PgCtl => Path.Combine(Directory, "pg_ctl");

    /// <summary>Whether this installation brings the TimescaleDB library; the server must load it at start to use it.</summary>
    public bool HasTimescale => File.Exists(Path.Combine(Directory, "..", "lib", "timescaledb.so"));

    /// <summary>The newest installation from version 15 on; for an existing cluster, one of the version that made it.</summary>
    /// <param name="clusterMajor">Major version of the existing cluster, null for a new one.</param>
    public static async Task<PostgresBinaries> FindAsync(
        IEnumerable<string> directories, int? clusterMajor, ServerUser user, CancellationToken cancellationToken)
    {
        var found = new List<PostgresBinaries>();
        foreach (var directory in directories.Where(IsComplete))
        {
            if (await MajorOfAsync(directory, user, cancellationToken) is { } major)
            {
                found.Add(new PostgresBinaries(directory, major));
            }
        }

        var usable = found.Where(one => clusterMajor is null ? one.Major >= MajorMin : one.Major == clusterMajor);
        return usable.MaxBy(one => one.Major) ?? throw new DatabaseUnavailableException(Refusal(found, clusterMajor));
    }

    /// <summary>Where server programs are kept. A link on PATH is followed, as it often stands alone.</summary>
    public static IEnumerable<string> KnownDirectories()
    {
        var onPath = ExecutablePath.Directories
            .Select(directory => Path.Combine(directory, "initdb"))
            .Where(File.Exists)
            // A file has a directory.
            .Select(initdb => Path.GetDirectoryName(File.ResolveLinkTarget(initdb, returnFinalTarget: true)?.FullName ?? initdb)!);
        return onPath
            .Concat(Below("/usr/lib/postgresql", "*"))
            .Concat(Below("/usr", "pgsql-*"))
            .Concat(Below("/opt/homebrew/opt", "postgresql@*"))
            .Concat(Below("/usr/local/opt", "postgresql@*"))
            .Distinct(StringComparer.Ordinal);
    }

    private static IEnumerable<string> Below(string parent, string pattern) => System.IO.Directory.Exists(parent)
        ? System.IO.Directory.EnumerateDirectories(parent, pattern).Select(directory => Path.Combine(directory, "bin"))
        : [];

    private static bool IsComplete(string directory) =>
        File.Exists(Path.Combine(directory, "initdb"))
        && File.Exists(Path.Combine(directory, "pg_ctl"))
        && File.Exists(Path.Combine(directory, "postgres"));

    private static async Task<int?> MajorOfAsync(string directory, ServerUser user, CancellationToken cancellationToken)
    {
        var answer = await user.RunAsync(Path.Combine(directory, "postgres"), ["--version"], input: null, cancellationToken);
        var match = VersionPattern().Match(answer.Output);
        return answer.ExitCode == 0 && match.Success ? int.Parse(match.Groups["major"].ValueSpan, CultureInfo.InvariantCulture) : null;
    }

    private static string Refusal(List<PostgresBinaries> found, int? clusterMajor)
    {
        var seen = found.Count == 0
            ? "none was found"
            : $"found only {string.Join(", ", found.Select(one => $"{one.Major} in {one.Directory}"))}";
        return clusterMajor is null
            ? $"A private database needs the server programs of PostgreSQL {MajorMin} or later and {seen} on PATH and under "
                + "/usr/lib/postgresql/*/bin: install them (Debian, Ubuntu: apt-get install postgresql), or set ConnectionStrings__assets "
                + "to a server."
            : $"The private database was made by PostgreSQL {clusterMajor} and {seen}: install PostgreSQL {clusterMajor}, "
                + "or move the directory away to start with an empty database.";
    }

    [GeneratedRegex(@"\(PostgreSQL\) (?<major>\d+)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex VersionPattern();
}

/// <summary>Looks programs up as a shell does.</summary>
internal static class ExecutablePath
{
    /// <summary>The directories of PATH; system directories are added because services often run without them.</summary>
    public static IEnumerable<string> Directories =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Concat(["/usr/sbin", "/usr/bin", "/sbin", "/bin"])
            .Distinct(StringComparer.Ordinal);

    public static string? Find(string program) =>
        Directories.Select(directory => Path.Combine(directory, program)).FirstOrDefault(File.Exists);
}
