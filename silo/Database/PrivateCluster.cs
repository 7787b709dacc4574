using System.Globalization;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;

namespace OrleansAssets.Database;

/// <summary>The files of a private server: where they are, how they come to be, and its password.</summary>
/// <param name="DataDirectory">The real directory, links resolved.</param>
internal sealed record PrivateCluster(string DataDirectory, string Password, PostgresBinaries Binaries)
{
    private const string VersionFile = "PG_VERSION";

    public string SettingsFile => Path.Combine(DataDirectory, "assets.conf");

    public string LogFile => Path.Combine(DataDirectory, "server.log");

    /// <summary>Opens the cluster, or makes it. A cluster appears under its name only when it is complete.</summary>
    [UnsupportedOSPlatform("windows")]
    public static async Task<PrivateCluster> OpenAsync(PrivatePostgresOptions options, ServerUser user, CancellationToken cancellationToken)
    {
        var directory = ClusterDirectory.Resolve(options.Directory);
        var major = ReadMajor(directory);
        if (major is null)
        {
            ClusterDirectory.RequireEmpty(directory);
        }
        else if (!File.Exists(options.PasswordFile))
        {
            throw new DatabaseUnavailableException(
                $"The private database in {options.Directory} cannot be opened without its password file {options.PasswordFile}: "
                + "put the file back, or move the directory away to start with an empty database.");
        }

        var binaries = await PostgresBinaries.FindAsync(PostgresBinaries.KnownDirectories(), major, user, cancellationToken);
        var password = ReadOrMakePassword(options.PasswordFile);
        if (major is null)
        {
            directory = await CreateAsync(options, binaries, password, user, cancellationToken);
        }

        return new PrivateCluster(directory, password, binaries);
    }

    [UnsupportedOSPlatform("windows")]
    private static async Task<string> CreateAsync(
        PrivatePostgresOptions options, PostgresBinaries binaries, string password, ServerUser user, CancellationToken cancellationToken)
    {
        var directory = await ClusterDirectory.ChooseAsync(options, user, cancellationToken);
        var unfinished = directory + ".new";
        await ClusterDirectory.MakeOwnedAsync(unfinished, user, cancellationToken);
        await InitializeAsync(unfinished, binaries, password, options, user, cancellationToken);
        await File.AppendAllTextAsync(
            Path.Combine(unfinished, "postgresql.conf"),
            "\n# Written anew at every start.\ninclude_if_exists = 'assets.conf'\n", cancellationToken);
        ClusterDirectory.PutInPlace(unfinished, directory, options.Directory);
        return directory;
    }

    private static async Task InitializeAsync(
        string directory, PostgresBinaries binaries, string password, PrivatePostgresOptions options, ServerUser user,
        CancellationToken cancellationToken)
    {
        // The password goes through a pipe and a file that only the server's user can read: never through a command line.
        const string script = """
            umask 077; f=$(mktemp) || exit 1; cat > "$f"; d=$1; i=$2; shift 2
            "$i" -D "$d" --pwfile="$f" "$@"; s=$?; rm -f "$f"; exit $s
            """;
        string[] arguments =
        [
            "-c", script, "sh", directory, binaries.InitDb, "--username=" + PrivatePostgresOptions.DatabaseName, "--auth=scram-sha-256",
            "--encoding=UTF8", "--locale=C", "--no-instructions",
        ];
        if (options.Settings.GetValueOrDefault("fsync") == "off")
        {
            arguments = [.. arguments, "--no-sync"];
        }

        var result = await user.RunAsync("/bin/sh", arguments, password, cancellationToken);
        if (result.ExitCode != 0)
        {
            throw new DatabaseUnavailableException(
                $"initdb could not make the private database in {options.Directory}: {result.Cause.TrimEnd('.')}.");
        }
    }

    private static int? ReadMajor(string directory)
    {
        var file = Path.Combine(directory, VersionFile);
        return File.Exists(file) ? int.Parse(File.ReadAllText(file).Trim(), CultureInfo.InvariantCulture) : null;
    }

    [UnsupportedOSPlatform("windows")]
    private static string ReadOrMakePassword(string file)
    {
        if (File.Exists(file))
        {
            return File.ReadAllText(file).Trim();
        }

        var password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!); // a file has a directory
        using var stream = new FileStream(file, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        stream.Write(Encoding.ASCII.GetBytes(password));
        stream.Flush(flushToDisk: true);
        return password;
    }
}
