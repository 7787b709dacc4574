using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansAssets.Database;
using OrleansAssets.Database.Backups;
using OrleansAssets.Silo.Start;

namespace OrleansAssets.Silo.Hosting;

/// <summary>
/// One backup or one restore, from its options to its exit code. A backup is taken beside a silo that works, or without one.
/// </summary>
internal static class BackupRun
{
    /// <returns>0 once it is done, 1 for the machine's state.</returns>
    public static async Task<int> RunAsync(BackupOptions options, CancellationToken cancellationToken)
    {
        try
        {
            await using var server = await ServerAsync(options, cancellationToken);
            var connectionString = options.ConnectionString ?? server?.ConnectionString
                ?? await RunningAsync(options.DataDirectory, cancellationToken);
            if (options.IsRestore)
            {
                var restored = await Backup.RestoreAsync(options.Directory!, connectionString, cancellationToken); // the parser requires it
                await TellAsync(
                    restored, $"Restored {options.Directory}", "rows, heads and every entry of the audit log are those of the backup");
            }
            else
            {
                var time = TimeProvider.System.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
                var directory = options.Directory ?? Path.Combine(options.DataDirectory, "backups", time);
                var taken = await Backup.TakeAsync(connectionString, directory, SystemInfo.ProgramVersion, cancellationToken);
                await TellAsync(taken, $"Backed up to {directory}", FormattableString.Invariant($"{taken.DumpBytes:#,0} bytes"));
            }

            return 0;
        }
        catch (DatabaseUnavailableException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return 1;
        }
    }

    private static Task TellAsync(BackupManifest manifest, string what, string result) => Console.Out.WriteLineAsync(
        $"{what}: a {manifest.Mode} installation of {manifest.TakenAt:yyyy-MM-dd HH:mm:ss} UTC, migration {manifest.Migration}, "
        + FormattableString.Invariant($"{manifest.Rows.Values.Sum():#,0} rows in {manifest.Rows.Count} tables, ")
        + $"{manifest.Heads.Length} streams of the audit log; {result}.");

    /// <summary>The private server, started here and stopped afterwards; null where it runs for a silo, or is not meant.</summary>
    private static async Task<PrivatePostgres?> ServerAsync(BackupOptions options, CancellationToken cancellationToken)
    {
        if (options.ConnectionString is not null)
        {
            return null;
        }

        // What is misspelt makes no server: it would stand there empty.
        var server = new PrivatePostgresOptions(Path.Combine(options.DataDirectory, "postgres"));
        if (options.IsRestore)
        {
            await BackupManifest.ReadAsync(options.Directory!, cancellationToken);
        }
        else if (!File.Exists(server.PasswordFile))
        {
            throw new DatabaseUnavailableException(
                $"There is no private database in {options.DataDirectory}, so that there is nothing to back up: name the data directory of "
                + "an installation with --data, or its database with ConnectionStrings__assets.");
        }

        return options.IsRestore || await PrivatePostgres.FindRunningAsync(server, cancellationToken) is null
            ? await PrivatePostgres.StartAsync(server, NullLogger.Instance, cancellationToken)
            : null;
    }

    private static async Task<string> RunningAsync(string dataDirectory, CancellationToken cancellationToken) =>
        await PrivatePostgres.FindRunningAsync(new PrivatePostgresOptions(Path.Combine(dataDirectory, "postgres")), cancellationToken)
        ?? throw new DatabaseUnavailableException($"The private server in {dataDirectory} was stopped meanwhile: start the backup again.");
}
