using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text;
using Npgsql;

namespace OrleansAssets.Database;

/// <summary>Finds the server of a cluster that is running already, or starts it.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class ServerLauncher(PrivateCluster cluster, ServerUser user)
{
    private const int AttemptsMax = 5;
    private const int LogBytesMax = 10 * 1024 * 1024;

    /// <summary>The port of the running server; null where none runs. One that is on its way down is waited for.</summary>
    public async Task<int?> FindRunningAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < 300; attempt++)
        {
            if (PostmasterPid.Read(cluster.DataDirectory) is not { } server || !server.IsAlive)
            {
                return null; // none, or a stale file with which the server itself deals
            }

            if (!server.IsServerOf(cluster.DataDirectory))
            {
                File.Delete(server.File); // a stranger got the number: the server would take it for a rival
                return null;
            }

            if (server.Port is { } port && await AnswersAsync(port, cancellationToken))
            {
                return port;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), cancellationToken);
        }

        throw new DatabaseUnavailableException(
            $"A PostgreSQL server runs in {cluster.DataDirectory} but does not answer: look into {cluster.LogFile}, or stop its process.");
    }

    /// <summary>Starts the server and gives its port: the last one if it is free.</summary>
    /// <param name="portWanted">The port that it must have, because clients know it; null for any.</param>
    public async Task<int> LaunchAsync(PrivatePostgresOptions options, int? portWanted, CancellationToken cancellationToken)
    {
        RequirePrograms();
        var port = portWanted ?? (LastPort() is { } last && IsFree(last) ? last : FreePort());
        for (var attempt = 1; ; attempt++)
        {
            Write(port, options);
            var result = await user.RunAsync(
                cluster.Binaries.PgCtl,
                ["start", "-D", cluster.DataDirectory, "-l", cluster.LogFile, "-w", "-t", "60", "-s"],
                input: null,
                cancellationToken);
            if (result.ExitCode == 0)
            {
                return port;
            }

            var reason = LogTail.Reason(cluster.LogFile) ?? result.LastLine;
            if (attempt == AttemptsMax || !IsPassing(reason))
            {
                throw new DatabaseUnavailableException(Refusal(reason));
            }

            port = portWanted ?? FreePort();
            await Task.Delay(TimeSpan.FromMilliseconds(300), cancellationToken);
        }
    }

    // Another process took the port, or workers of a killed server are still on their way out.
    private static bool IsPassing(string reason) =>
        reason.Contains("could not create any TCP/IP sockets", StringComparison.Ordinal)
        || reason.Contains("shared memory block", StringComparison.Ordinal);

    private string Refusal(string reason)
    {
        var remedy = reason switch
        {
            _ when reason.Contains("wrong ownership", StringComparison.Ordinal) =>
                $"the directory is not owned by {user.Name ?? Environment.UserName}; start as its owner, or move the directory away",
            _ when reason.Contains("No space left", StringComparison.Ordinal) => "the disk is full; make room",
            _ => $"see {cluster.LogFile}",
        };
        return $"The private PostgreSQL server in {cluster.DataDirectory} did not start ({reason}): {remedy}.";
    }

    private async Task<bool> AnswersAsync(int port, CancellationToken cancellationToken)
    {
        var connectionString = new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = port,
            Username = PrivatePostgresOptions.DatabaseName,
            Password = cluster.Password,
            Database = "postgres",
            Pooling = false,
            Timeout = 5,
        }.ConnectionString;
        try
        {
            await using var connection = new NpgsqlConnection(connectionString);
            await connection.OpenAsync(cancellationToken);
            return true;
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.InvalidPassword)
        {
            throw new DatabaseUnavailableException(
                $"The PostgreSQL server that runs in {cluster.DataDirectory} does not accept the password kept beside it: "
                + "put the right password file back, or stop the server and move the directory away.",
                exception);
        }
        catch (NpgsqlException)
        {
            return false; // starting or stopping: asked again
        }
    }

    /// <summary>Not found out from the server's words: what does not run says nothing.</summary>
    private void RequirePrograms()
    {
        if (!File.Exists(cluster.Binaries.PgCtl))
        {
            throw new DatabaseUnavailableException(
                $"The private PostgreSQL server in {cluster.DataDirectory} cannot be started: the programs of PostgreSQL "
                + $"{cluster.Binaries.Major} are gone from {cluster.Binaries.Directory}. Install them there again, or install that version "
                + "elsewhere and start the silo anew.");
        }
    }

    private void Write(int port, PrivatePostgresOptions options)
    {
        try
        {
            TrimLog();
            WriteSettings(port, options);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DatabaseUnavailableException(
                $"The private PostgreSQL server in {cluster.DataDirectory} cannot be started, as {cluster.SettingsFile} cannot be written "
                + $"({exception.Message.TrimEnd('.')}): make room on the disk, or see who may write there.",
                exception);
        }
    }

    /// <summary>In one step: a disk that is full leaves the old settings and not half of the new ones.</summary>
    private void WriteSettings(int port, PrivatePostgresOptions options)
    {
        var settings = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["listen_addresses"] = "127.0.0.1",
            ["unix_socket_directories"] = "",
            ["timezone"] = "UTC",
            ["log_timezone"] = "UTC",
            ["log_checkpoints"] = "off",
            ["max_connections"] = "120",
            ["jit"] = "off",
        };
        if (cluster.Binaries.HasTimescale)
        {
            settings["shared_preload_libraries"] = "timescaledb";
            settings["timescaledb.telemetry_level"] = "off";
        }

        foreach (var (name, value) in options.Settings)
        {
            settings[name] = value;
        }

        settings["port"] = port.ToString(CultureInfo.InvariantCulture);
        var text = new StringBuilder();
        foreach (var (name, value) in settings)
        {
            text.Append(name).Append(" = '").Append(value.Replace("'", "''", StringComparison.Ordinal)).Append("'\n");
        }

        var unfinished = cluster.SettingsFile + ".new";
        File.WriteAllText(unfinished, text.ToString());
        File.SetUnixFileMode(
            unfinished, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        File.Move(unfinished, cluster.SettingsFile, overwrite: true);
    }

    private int? LastPort()
    {
        const string start = "port = '";
        var line = File.Exists(cluster.SettingsFile)
            ? File.ReadLines(cluster.SettingsFile).FirstOrDefault(line => line.StartsWith(start, StringComparison.Ordinal))
            : null;
        return line is not null && int.TryParse(line[start.Length..].TrimEnd('\''), CultureInfo.InvariantCulture, out var port)
            ? port
            : null;
    }

    private void TrimLog()
    {
        if (new FileInfo(cluster.LogFile) is { Exists: true, Length: > LogBytesMax } log)
        {
            log.Delete();
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
