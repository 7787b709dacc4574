using System.Diagnostics;
using Npgsql;

namespace OrleansAssets.Database.Backups;

/// <summary>Runs <c>pg_dump</c> and <c>pg_restore</c>. The password goes by the environment, never by the command line.</summary>
internal sealed class PostgresTool(string program, NpgsqlConnectionStringBuilder connection)
{
    /// <param name="name">Of the program.</param>
    /// <param name="serverMajor">A tool that is older than its server is refused by it.</param>
    /// <exception cref="DatabaseUnavailableException">There is none that is new enough.</exception>
    public static async Task<PostgresTool> FindAsync(
        string name, string connectionString, int serverMajor, CancellationToken cancellationToken)
    {
        var found = new List<(string Path, int Major)>();
        var here = new ServerUser(null, null); // a tool may run as anybody
        foreach (var path in PostgresBinaries.KnownDirectories().Concat(ExecutablePath.Directories)
            .Select(directory => Path.Combine(directory, name)).Where(File.Exists).Distinct(StringComparer.Ordinal))
        {
            var version = (await here.RunAsync(path, ["--version"], input: null, cancellationToken)).Output.Split(' ');
            if (version.Length > 2 && int.TryParse(version[2].Split('.')[0].Trim(), out var major))
            {
                found.Add((path, major));
            }
        }

        var usable = found.Where(one => one.Major >= serverMajor).OrderBy(one => one.Major).FirstOrDefault();
        return usable.Path is null
            ? throw new DatabaseUnavailableException(
                $"{name} of PostgreSQL {serverMajor} or later is needed and was not found on PATH or under /usr/lib/postgresql/*/bin: "
                + $"install the client programs of the server's version (Debian, Ubuntu: apt-get install postgresql-client-{serverMajor}).")
            : new PostgresTool(usable.Path, new NpgsqlConnectionStringBuilder(connectionString));
    }

    /// <exception cref="DatabaseUnavailableException">It failed; the message is its own.</exception>
    public async Task RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program, [.. Where(), .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        start.Environment["LC_ALL"] = "C";
        start.Environment["PGSSLMODE"] = SslMode(connection.SslMode);
        if (connection.Password is { Length: > 0 } password)
        {
            start.Environment["PGPASSWORD"] = password;
        }

        using var process = Process.Start(start)
            ?? throw new DatabaseUnavailableException($"The program {program} could not be started.");
        process.StandardInput.Close();
        try
        {
            var (output, errors) = (
                process.StandardOutput.ReadToEndAsync(cancellationToken), process.StandardError.ReadToEndAsync(cancellationToken));
            await process.WaitForExitAsync(cancellationToken);
            if (process.ExitCode != 0)
            {
                var result = new CommandResult(process.ExitCode, await output + await errors);
                throw new DatabaseUnavailableException($"{Path.GetFileName(program)} failed: {result.Cause.TrimEnd('.')}.");
            }
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }
    }

    private string[] Where() =>
    [
        "--host", connection.Host ?? "localhost", "--port", FormattableString.Invariant($"{connection.Port}"),
        "--username", connection.Username ?? Environment.UserName, "--dbname", connection.Database ?? connection.Username ?? "assets",
        "--no-password",
    ];

    private static string SslMode(SslMode mode) => mode switch
    {
        Npgsql.SslMode.Disable => "disable",
        Npgsql.SslMode.Allow => "allow",
        Npgsql.SslMode.Require => "require",
        Npgsql.SslMode.VerifyCA => "verify-ca",
        Npgsql.SslMode.VerifyFull => "verify-full",
        _ => "prefer",
    };
}
