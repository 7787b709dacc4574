using System.Data;
using System.Security.Cryptography;
using Npgsql;
using OrleansAssets.Audit;
using OrleansAssets.Domain.Audit;
using OrleansAssets.Storage.Audit;

namespace OrleansAssets.Database.Backups;

/// <summary>Takes a database of a silo whole while silos work on it, and puts it into another server, proved to be the same.</summary>
public static class Backup
{
    private const int VerifyPage = 5_000;

    /// <summary>Dumps the database into a new directory. All of it is of one instant; silos go on meanwhile.</summary>
    /// <param name="ownerConnectionString">Of the owner of the tables.</param>
    /// <param name="directory">Made here; it appears under its name once it is whole.</param>
    /// <param name="product">Version of this program.</param>
    /// <exception cref="DatabaseUnavailableException">It cannot be taken; the message says why and what to do.</exception>
    public static async Task<BackupManifest> TakeAsync(
        string ownerConnectionString, string directory, string product, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(ownerConnectionString, cancellationToken);
        var tool = await PostgresTool.FindAsync(
            "pg_dump", ownerConnectionString, connection.PostgreSqlVersion.Major, cancellationToken);
        var unfinished = MakeUnfinished(directory);

        // The dump sees what this transaction sees, which stays open until it is done.
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        var snapshot = await SnapshotAsync(connection, cancellationToken);
        var (now, mode, installation, migration) = await DatabaseContent.FactsAsync(connection, cancellationToken);
        var file = Path.Combine(unfinished, BackupManifest.DumpName);
        await tool.RunAsync(
            [
                "--format=custom", "--compress=1", "--no-owner", "--no-privileges", $"--snapshot={snapshot}",
                $"--exclude-table-data={DatabaseContent.Membership}", $"--file={file}",
            ],
            cancellationToken);
        var manifest = new BackupManifest(
            BackupManifest.CurrentFormat, product, migration, connection.PostgreSqlVersion.ToString(), mode, installation, now,
            new FileInfo(file).Length, await HashAsync(file, cancellationToken),
            await DatabaseContent.CountAsync(connection, cancellationToken),
            await DatabaseContent.HeadsAsync(connection, cancellationToken),
            await DatabaseContent.TimescaleAsync(connection, cancellationToken));
        await manifest.WriteAsync(unfinished, cancellationToken);
        Directory.Move(unfinished, directory);
        return manifest;
    }

    /// <summary>Puts a backup into an empty database, all or nothing, and proves it: rows, heads, and each entry of the log.</summary>
    /// <exception cref="DatabaseUnavailableException">It cannot be restored, or is not what was backed up.</exception>
    public static async Task<BackupManifest> RestoreAsync(
        string directory, string ownerConnectionString, CancellationToken cancellationToken)
    {
        var manifest = await BackupManifest.ReadAsync(directory, cancellationToken);
        var file = Path.Combine(directory, BackupManifest.DumpName);
        if (!File.Exists(file) || await HashAsync(file, cancellationToken) != manifest.DumpHash)
        {
            throw new DatabaseUnavailableException(
                $"{file} is not the dump that {BackupManifest.FileName} describes: it was changed or cut off. Take another copy of it.");
        }

        await using var connection = await OpenAsync(ownerConnectionString, cancellationToken);
        if (!await DatabaseContent.IsEmptyAsync(connection, cancellationToken))
        {
            throw new DatabaseUnavailableException(
                "The database to restore into is not empty: name an empty one, or a data directory (--data) in which no silo was started.");
        }

        var tool = await PostgresTool.FindAsync(
            "pg_restore", ownerConnectionString, connection.PostgreSqlVersion.Major, cancellationToken);
        string[] arguments = ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", file];
        await (manifest.Timescale is { } version
            ? RestoreHypertablesAsync(connection, version, () => tool.RunAsync(arguments, cancellationToken), cancellationToken)
            : tool.RunAsync(arguments, cancellationToken));
        await using var restored = await OpenAsync(ownerConnectionString, cancellationToken);
        await ProveAsync(restored, manifest, ownerConnectionString, cancellationToken);
        return manifest;
    }

    /// <summary>
    /// TimescaleDB keeps out of the way of its own tables while they are restored, and needs to be of the version that made them.
    /// </summary>
    private static async Task RestoreHypertablesAsync(
        NpgsqlConnection connection, string version, Func<Task> restoreAsync, CancellationToken cancellationToken)
    {
        try
        {
            var quoted = version.Replace("'", "''", StringComparison.Ordinal);
            await ExecuteAsync(connection, $"CREATE EXTENSION timescaledb VERSION '{quoted}'", cancellationToken);
            await ExecuteAsync(connection, "SELECT timescaledb_pre_restore()", cancellationToken);
        }
        catch (PostgresException exception)
        {
            throw new DatabaseUnavailableException(
                $"The backup has hypertables of TimescaleDB {version}, which the server to restore into cannot make "
                + $"({exception.MessageText.TrimEnd('.')}): restore into a server that has this version in shared_preload_libraries, as a "
                + "user who may make the extension.", exception);
        }

        await restoreAsync();
        await ExecuteAsync(connection, "SELECT timescaledb_post_restore()", cancellationToken);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task ProveAsync(
        NpgsqlConnection connection, BackupManifest manifest, string ownerConnectionString, CancellationToken cancellationToken)
    {
        var rows = await DatabaseContent.CountAsync(connection, cancellationToken);
        foreach (var table in manifest.Rows.Keys.Union(rows.Keys, StringComparer.Ordinal))
        {
            Require(
                manifest.Rows.GetValueOrDefault(table, -1) == rows.GetValueOrDefault(table, -1),
                $"table {table} has {rows.GetValueOrDefault(table)} rows and had {manifest.Rows.GetValueOrDefault(table)}");
        }

        var heads = await DatabaseContent.HeadsAsync(connection, cancellationToken);
        Require(heads.SequenceEqual(manifest.Heads), "the heads of the audit log are not those that were backed up");
        await using var dataSource = NpgsqlDataSource.Create(ownerConnectionString);
        foreach (var head in manifest.Heads)
        {
            await VerifyAsync(new AuditLog(dataSource), head, cancellationToken);
        }
    }

    private static async Task VerifyAsync(AuditLog log, AuditStream head, CancellationToken cancellationToken)
    {
        var check = new AuditCheck(head.Name, AuditPosition.Start, AtEnd: false, null, null);
        while (check is { AtEnd: false, Fault: null })
        {
            var entries = await log.ReadAsync(head.Name, check.Until.Sequence, VerifyPage, cancellationToken);
            check = AuditRules.Check(head.Name, check.Until, entries, VerifyPage, head.Last);
        }

        Require(check.Fault is null, $"stream {head.Name} of the audit log is broken: {check.Fault}");
    }

    private static void Require(bool holds, string fault)
    {
        if (!holds)
        {
            throw new DatabaseUnavailableException(
                $"The restored database is not what was backed up: {fault}. Do not use it; restore another backup.");
        }
    }

    private static async Task<NpgsqlConnection> OpenAsync(string connectionString, CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        try
        {
            await connection.OpenAsync(cancellationToken);
            return connection;
        }
        catch (Exception exception) when (DatabaseErrors.ExplainRefusal(exception, connectionString) is { } sentence)
        {
            await connection.DisposeAsync();
            throw new DatabaseUnavailableException(sentence, exception);
        }
    }

    private static async Task<string> SnapshotAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var export = new NpgsqlCommand(
            "SET LOCAL idle_in_transaction_session_timeout = 0; SELECT pg_export_snapshot()", connection);
        return (string)(await export.ExecuteScalarAsync(cancellationToken))!; // a snapshot has a name
    }

    private static string MakeUnfinished(string directory)
    {
        if (Directory.Exists(directory) || File.Exists(directory))
        {
            throw new DatabaseUnavailableException($"{directory} is there already: name a directory that is not.");
        }

        var unfinished = directory + ".unfinished";
        try
        {
            if (Directory.Exists(unfinished))
            {
                Directory.Delete(unfinished, recursive: true);
            }

            var made = Directory.CreateDirectory(unfinished);
            if (!OperatingSystem.IsWindows())
            {
                made.UnixFileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
            }

            return unfinished;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DatabaseUnavailableException(
                $"The directory {directory} cannot be made ({exception.Message.TrimEnd('.')}): name another one (--to).", exception);
        }
    }

    private static async Task<string> HashAsync(string file, CancellationToken cancellationToken)
    {
        await using var stream = File.OpenRead(file);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));
    }
}
